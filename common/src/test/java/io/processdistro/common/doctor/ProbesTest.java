package io.processdistro.common.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateDirectory;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.ControllerTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts of real files and sockets. */
class ProbesTest {
  @TempDir private Path folder;

  @Test
  void aPortIsFreeOrSomebodyListens() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      var facts = PortFacts.gather("127.0.0.1", port, false);
      assertThat(facts.refusal()).isPresent();
      if (Files.exists(Path.of("/proc/self/fd"))) {
        assertThat(facts.listener().orElseThrow())
            .contains("process " + ProcessHandle.current().pid());
      }
    }
    assertThat(PortFacts.gather("127.0.0.1", port, false).refusal()).isEmpty();
    assertThat(PortFacts.gather("192.0.2.77", port, false).judge().verdict()).isEqualTo("problem");
  }

  @Test
  void aDiskIsWrittenAndLeftAsItWas() throws IOException {
    var facts = DiskFacts.gather(folder.resolve("not/there/yet"));

    assertThat(facts.failure()).isEmpty();
    assertThat(facts.freeBytes()).isPositive();
    assertThat(facts.forceNanos()).isPositive();
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void secretsThatOthersCanReadAreNamed() throws IOException {
    var own = Files.writeString(folder.resolve("own"), "x");
    var open = Files.writeString(folder.resolve("open"), "x");
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));

    var finding = SecretFacts.gather(List.of(own, open, folder.resolve("none"))).judge();

    assertThat(finding.verdict()).isEqualTo("problem");
    assertThat(finding.found()).contains(open.toString(), "rw-r-----");
    assertThat(finding.remedy()).contains("chmod 600 " + open);
    assertThat(SecretFacts.gather(List.of(own)).judge().verdict()).isEqualTo("ok");
  }

  @Test
  void aLockIsSeenAndNotTaken() throws StateException {
    var path = folder.resolve("controller");
    assertThat(StateFacts.gather(path).exists()).isFalse();
    try (var _ = StateDirectory.open(folder, "controller")) {
      assertThat(StateFacts.gather(path).inUse()).isTrue();
    }
    assertThat(StateFacts.gather(path).inUse()).isFalse();
    StateDirectory.open(folder, "controller").close();
  }

  @Test
  void theControllersDateIsComparedWithOurClock() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1); // with a Date header of its own
          exchange.close();
        });
    server.start();
    var target =
        new ControllerTarget(
            new ControllerAddress("127.0.0.1", server.getAddress().getPort()),
            Optional.empty(),
            new ControllerTrust.Plain());
    InstantSource anHourAgo = () -> Instant.now().minusSeconds(3_600);
    try {
      assertThat(ControllerFacts.gather(target, InstantSource.system()).judge())
          .extracting(Finding::verdict)
          .containsExactly("ok", "ok");
      assertThat(ControllerFacts.gather(target, anHourAgo).judge())
          .extracting(Finding::verdict)
          .containsExactly("ok", "problem");
    } finally {
      server.stop(0);
    }
    assertThat(ControllerFacts.gather(target, InstantSource.system()).answer())
        .isEqualTo(ControllerFacts.Answer.REFUSED);
  }

  @Test
  void firewallsAreKnownByTheirFiles() throws IOException {
    var ufw = Files.writeString(folder.resolve("ufw.conf"), "# comment\nENABLED=yes\n");
    var none = folder.resolve("none");

    assertThat(FirewallFacts.gather(none, none).active()).isEmpty();
    assertThat(FirewallFacts.gather(ufw, folder).active()).containsExactly("ufw", "firewalld");
    Files.writeString(ufw, "ENABLED=no\n");
    assertThat(FirewallFacts.gather(ufw, none).active()).isEmpty();
  }

  @Test
  void everyInterfaceIsTried() {
    for (var one : MulticastFacts.gather().interfaces()) {
      assertThat(one.address()).matches("[0-9.]+");
    }
  }

  @Test
  void limitsOfThisProcessAreRead() {
    var facts = LimitFacts.gather(1);
    if (Files.exists(Path.of("/proc/self/limits"))) {
      assertThat(facts.openFilesMax()).isPositive();
      assertThat(facts.memoryBytes()).isPositive();
    }
  }
}
