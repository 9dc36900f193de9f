package io.processdistro.node.doctor;

import io.processdistro.common.doctor.ControllerFacts;
import io.processdistro.common.doctor.DiskFacts;
import io.processdistro.common.doctor.DoctorReport;
import io.processdistro.common.doctor.Finding;
import io.processdistro.common.doctor.JavaFacts;
import io.processdistro.common.doctor.LimitFacts;
import io.processdistro.common.doctor.MulticastFacts;
import io.processdistro.common.doctor.SecretFacts;
import io.processdistro.common.doctor.StateFacts;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.node.identity.NodeKeyFile;
import io.processdistro.node.membership.MembershipInspection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Examines a machine as a node's. Blocks for seconds; leaves everything as it is.
 *
 * @param directory the node's own
 * @param memoryBytes what its runners would take at most
 * @param controller that it would work for; empty if none is known
 */
public record NodeDoctor(Path directory, long memoryBytes, Optional<ControllerTarget> controller) {
  /** Certificates live for a day and are renewed after two thirds of it, while the node runs. */
  private static final Duration MEMBERSHIP_WARNING = Duration.ofHours(1);

  public DoctorReport examine() {
    var keyFile = NodeKeyFile.fileIn(directory);
    var findings = new ArrayList<Finding>();
    findings.add(JavaFacts.gather().judge());
    findings.add(EngineProbe.examine());
    findings.add(MulticastFacts.gather().judge());
    findings.add(StateFacts.gather(directory).judge());
    findings.add(DiskFacts.gather(directory).judge());
    findings.add(SecretFacts.gather(List.of(keyFile, directory.resolve("membership.pem"))).judge());
    findings.add(membership(keyFile));
    controller.ifPresentOrElse(
        target -> findings.addAll(ControllerFacts.gather(target, InstantSource.system()).judge()),
        () ->
            findings.add(
                Finding.notChecked(
                    "controller", "none is known here; name it with --controller HOST:PORT")));
    findings.addAll(LimitFacts.gather(memoryBytes).judge());
    return new DoctorReport(findings);
  }

  private Finding membership(Path keyFile) {
    return MembershipInspection.inspect(directory, keyFile)
        .map(facts -> facts.judge(InstantSource.system().instant(), MEMBERSHIP_WARNING))
        .orElseGet(() -> Finding.notChecked("membership", "the node has not joined yet"));
  }
}
