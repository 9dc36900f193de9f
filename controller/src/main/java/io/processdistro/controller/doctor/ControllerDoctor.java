package io.processdistro.controller.doctor;

import io.processdistro.common.doctor.ControllerFacts;
import io.processdistro.common.doctor.DiskFacts;
import io.processdistro.common.doctor.DoctorReport;
import io.processdistro.common.doctor.Finding;
import io.processdistro.common.doctor.FirewallFacts;
import io.processdistro.common.doctor.JavaFacts;
import io.processdistro.common.doctor.LimitFacts;
import io.processdistro.common.doctor.MulticastFacts;
import io.processdistro.common.doctor.PortFacts;
import io.processdistro.common.doctor.SecretFacts;
import io.processdistro.common.doctor.StateFacts;
import io.processdistro.common.state.ControllerAccess;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.controller.security.certificates.AuthorityInspection;
import io.processdistro.controller.store.sqlite.StoreInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Examines a machine as a controller's: what it needs to start, and what it keeps. Blocks for
 * seconds; leaves everything as it is.
 *
 * @param stateDirectory of the controller
 * @param bind the address that it listens on, or would
 * @param port that it listens on, or would
 * @param running how to reach it; empty if no controller is known
 */
public record ControllerDoctor(
    Path stateDirectory, String bind, int port, Optional<ControllerTarget> running) {
  private static final String ROLE = "controller";
  private static final String DATABASE = "controller.sqlite";
  private static final Duration AUTHORITY_WARNING = Duration.ofDays(90);

  private static final String STORE_REMEDY =
      "restore a backup into a new directory (controller restore FILE --state-dir DIR), or begin"
          + " anew with another --state-dir";

  public DoctorReport examine() {
    var own = stateDirectory.resolve(ROLE);
    var state = StateFacts.gather(own);
    var findings = new ArrayList<Finding>();
    findings.add(JavaFacts.gather().judge());
    findings.add(EngineProbe.examine());
    findings.add(MulticastFacts.gather().judge());
    findings.add(PortFacts.gather(bind, port, state.inUse() && isOwnPort()).judge());
    findings.add(FirewallFacts.gather().judge(port));
    findings.add(state.judge());
    findings.add(DiskFacts.gather(own).judge());
    findings.add(SecretFacts.gather(secrets(own)).judge());
    findings.add(authority(own));
    findings.add(store(own.resolve(DATABASE), state.inUse()));
    running.ifPresentOrElse(
        target -> findings.addAll(ControllerFacts.gather(target, InstantSource.system()).judge()),
        () -> findings.add(Finding.notChecked("clock", "no controller is known to compare with")));
    findings.addAll(LimitFacts.gather(Runtime.getRuntime().maxMemory()).judge());
    return new DoctorReport(findings);
  }

  private boolean isOwnPort() {
    return running.map(target -> target.address().port() == port).orElse(false);
  }

  private List<Path> secrets(Path own) {
    return Stream.of(
            ControllerAccess.fileIn(stateDirectory),
            own.resolve("token"),
            own.resolve("tokens.json"),
            own.resolve("authority.pem"))
        .toList();
  }

  private static Finding authority(Path own) {
    return AuthorityInspection.inspect(own)
        .map(facts -> facts.judge(InstantSource.system().instant(), AUTHORITY_WARNING))
        .orElseGet(() -> Finding.notChecked("authority", "the first start makes it"));
  }

  private static Finding store(Path database, boolean inUse) {
    if (!Files.exists(database)) {
      return Finding.notChecked("store", "there is none yet");
    }
    if (inUse) {
      return Finding.notChecked(
          "store", "the running controller has it open, and checks all that it reads");
    }
    Path scratch = null;
    try {
      scratch = Files.createTempDirectory("doctor-");
      return StoreInspection.complaint(database, scratch)
          .map(complaint -> Finding.problem("store", complaint, STORE_REMEDY))
          .orElseGet(() -> Finding.ok("store", database + " is undamaged"));
    } catch (IOException e) {
      return Finding.problem("store", "cannot look at " + database + ": " + e, STORE_REMEDY);
    } finally {
      remove(scratch);
    }
  }

  private static void remove(Path scratch) {
    if (scratch == null) return;
    try (var files = Files.list(scratch)) {
      for (var file : files.toList()) Files.deleteIfExists(file);
      Files.deleteIfExists(scratch);
    } catch (IOException leftover) {
      // The system clears its folder for temporary files.
    }
  }
}
