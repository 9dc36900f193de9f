package io.processdistro.common.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.doctor.ControllerFacts.Answer;
import io.processdistro.common.wire.EngineFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a doctor says of facts, row by row. */
class VerdictsTest {
  private static final Instant NOON = Instant.parse("2030-06-01T12:00:00Z");

  @ParameterizedTest(name = "Java {0} is {1}")
  @CsvSource({"17, problem", "24, problem", "25, ok", "26, warning"})
  void java(int feature, String verdict) {
    assertThat(new JavaFacts(feature, "x", "/jdk").judge().verdict()).isEqualTo(verdict);
  }

  static Stream<Arguments> engines() {
    return Stream.of(
        Arguments.of("compiles", new EngineFacts("GraalVM CE", true, 0.2, 0.1, ""), "ok"),
        Arguments.of("interprets", new EngineFacts("Default", false, 90, 90, "slow"), "problem"),
        Arguments.of("says nothing", EngineFacts.UNKNOWN, "problem"),
        Arguments.of("warns", new EngineFacts("GraalVM CE", true, 9, 9, "busy"), "warning"));
  }

  @ParameterizedTest(name = "an engine that {0}")
  @MethodSource("engines")
  void engine(String what, EngineFacts facts, String verdict) {
    assertThat(EngineVerdict.judge(facts).verdict()).isEqualTo(verdict);
  }

  static Stream<Arguments> ports() {
    return Stream.of(
        Arguments.of(port(30000, null, null, false), "ok", "free", ""),
        Arguments.of(port(30000, "in use", "x (process 7)", true), "ok", "this state dir", ""),
        Arguments.of(
            port(30000, "in use", "nginx (process 7)", false), "problem", "nginx", "--port"),
        Arguments.of(port(80, "Permission denied", null, false), "problem", "denied", "privilege"),
        Arguments.of(port(30000, "Cannot assign", null, false), "problem", "assign", "--bind"));
  }

  private static PortFacts port(int port, String refusal, String listener, boolean own) {
    return new PortFacts(
        "127.0.0.1", port, Optional.ofNullable(refusal), Optional.ofNullable(listener), own);
  }

  @ParameterizedTest
  @MethodSource("ports")
  void ports(PortFacts facts, String verdict, String found, String remedy) {
    var finding = facts.judge();
    assertThat(finding.verdict()).isEqualTo(verdict);
    assertThat(finding.found()).contains(found);
    assertThat(finding.remedy()).contains(remedy);
  }

  @ParameterizedTest(name = "{0} MiB free, {1} ms to force: {2}")
  @CsvSource({
    "100000, 2, ok",
    "100000, 80, warning",
    "1000, 2, warning",
    "100, 2, problem",
    "0, 2, problem"
  })
  void disks(long freeMebibytes, long forceMillis, String verdict) {
    var facts =
        new DiskFacts(
            Path.of("/x"), freeMebibytes << 20, forceMillis * 1_000_000, Optional.empty());
    assertThat(facts.judge().verdict()).isEqualTo(verdict);
  }

  @Test
  void aDiskThatCannotBeWrittenIsAProblem() {
    var finding = new DiskFacts(Path.of("/x"), -1, 0, Optional.of("read-only")).judge();
    assertThat(finding.verdict()).isEqualTo("problem");
    assertThat(finding.found()).contains("/x", "read-only");
  }

  @ParameterizedTest(name = "valid {0} to {1} days from now, key {2}, chain {3}: {4}")
  @CsvSource({
    "-1, 300, true, true, ok",
    "-1, 20, true, true, warning",
    "-9, -1, true, true, problem",
    "1, 300, true, true, problem",
    "-1, 300, false, true, problem",
    "-1, 300, true, false, problem"
  })
  void certificates(long from, long to, boolean key, boolean chain, String verdict) {
    var facts =
        new CertificateFacts(
            "authority",
            Optional.empty(),
            NOON.plus(Duration.ofDays(from)),
            NOON.plus(Duration.ofDays(to)),
            key,
            chain,
            "renew it");
    assertThat(facts.judge(NOON, Duration.ofDays(30)).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest(name = "{0}, {1} s ahead: {2} and {3}")
  @CsvSource({
    "ANSWERED, 0, ok, ok",
    "ANSWERED, -29, ok, ok",
    "ANSWERED, 31, ok, warning",
    "ANSWERED, -3600, ok, problem",
    "ANSWERED, , ok, ok",
    "REFUSED, , problem, ok",
    "SILENT, , problem, ok",
    "UNTRUSTED, , problem, ok",
    "BROKEN, , problem, ok"
  })
  void controllers(Answer answer, Long aheadSeconds, String reached, String clock) {
    var ahead = Optional.ofNullable(aheadSeconds).map(Duration::ofSeconds);
    var findings = new ControllerFacts("h:1", answer, ahead).judge();
    assertThat(findings).extracting(Finding::verdict).containsExactly(reached, clock);
  }

  @ParameterizedTest(name = "{0} files, {1} of {2} GiB: {3} and {4}")
  @CsvSource({
    "65536, 2, 16, ok, ok",
    "1024, 2, 16, warning, ok",
    "-1, 2, -1, ok, ok",
    "65536, 15, 16, ok, warning",
    "65536, 17, 16, ok, problem"
  })
  void limits(long files, long wanted, long memory, String filesVerdict, String memoryVerdict) {
    var findings = new LimitFacts(files, memory < 0 ? -1 : memory << 30, wanted << 30).judge();
    assertThat(findings).extracting(Finding::verdict).containsExactly(filesVerdict, memoryVerdict);
  }

  @Test
  void multicastThatFailsIsAWarningWithAWayAround() {
    var works = new MulticastFacts.Interface("10.0.0.1", Optional.empty());
    var fails = new MulticastFacts.Interface("10.0.0.2", Optional.of("timed out"));

    assertThat(new MulticastFacts(List.of(works)).judge().verdict()).isEqualTo("ok");
    var finding = new MulticastFacts(List.of(works, fails)).judge();
    assertThat(finding.verdict()).isEqualTo("warning");
    assertThat(finding.found()).contains("10.0.0.2").doesNotContain("10.0.0.1");
    assertThat(finding.remedy()).contains("--controller");
    assertThat(new MulticastFacts(List.of()).judge().verdict()).isEqualTo("warning");
  }

  @Test
  void aFirewallComesWithItsCommand() {
    assertThat(new FirewallFacts(List.of()).judge(30000).verdict()).isEqualTo("ok");
    assertThat(new FirewallFacts(List.of("ufw")).judge(30000).remedy())
        .contains("ufw allow 30000/tcp");
    assertThat(new FirewallFacts(List.of("firewalld")).judge(30000).remedy())
        .contains("firewall-cmd --add-port=30000/tcp");
  }

  @ParameterizedTest(name = "exists {0}, writable {1}: {2}")
  @CsvSource({"true, true, ok", "false, true, ok", "true, false, problem"})
  void states(boolean exists, boolean writable, String verdict) {
    assertThat(new StateFacts(Path.of("/x"), exists, writable, false).judge().verdict())
        .isEqualTo(verdict);
  }

  @Test
  void warningsAloneAreHealthy() {
    var ok = Finding.ok("a", "b");
    assertThat(new DoctorReport(List.of(ok, Finding.warning("a", "b", "c"))).healthy()).isTrue();
    assertThat(new DoctorReport(List.of(ok, Finding.problem("a", "b", "c"))).healthy()).isFalse();
  }
}
