package io.processdistro.controller.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller whose secrets cannot be trusted says why in one sentence, and writes it down. */
class RefusedStartTest {
  private static final String END_OF_KEY = "-----END PRIVATE KEY-----";
  private static final Duration TWO_DAYS = Duration.ofHours(48);

  @TempDir private Path folder;
  private Path own;

  @BeforeEach
  void findFolder() {
    own = folder.resolve("state/controller");
  }

  private void assertRefused(String reason, String remedy) throws IOException {
    var refusal =
        catchThrowableOfType(
            StartException.class,
            () ->
                ControllerServer.start(RunningController.configIn(folder), new TaskTypes(List.of()))
                    .close());
    assertThat(refusal).as("it must not start").isNotNull();
    assertThat(refusal)
        .hasMessageContaining(own.toString())
        .hasMessageContaining(reason)
        .hasMessageContaining(remedy)
        .message()
        .doesNotContain("\n")
        .doesNotContain("BEGIN");
    assertThat(auditLog()).contains("CONTROLLER_REFUSED_TO_START").contains(own.toString());
  }

  private String auditLog() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(own.resolve("audit"))) {
      for (var file : files.toList()) all.append(Files.readString(file));
    }
    return all.toString();
  }

  /** As a controller would have made it at that time. */
  private Path authorityMade(Path directory, Instant at) throws Exception {
    ServerCertificates.open(
        directory, InetAddress.getLoopbackAddress(), InstantSource.fixed(at), new SecureRandom());
    return directory.resolve("authority.pem");
  }

  @Test
  void aKeyOfAnotherCertificate() throws Exception {
    var mine = authorityMade(own, Instant.now());
    var other = Files.readString(authorityMade(folder.resolve("other"), Instant.now()));
    var text = Files.readString(mine);
    Files.writeString(
        mine,
        other.substring(0, other.indexOf(END_OF_KEY)) + text.substring(text.indexOf(END_OF_KEY)));
    assertRefused("does not belong to the certificate in it", "restore the file, or delete it");
  }

  @Test
  void aKeyThatOthersCanRead() throws Exception {
    var file = authorityMade(own, Instant.now());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused("can be read or changed by other users", "chmod 600 " + file);
  }

  @Test
  void aTokenThatOthersCanRead() throws Exception {
    try (var started = RunningController.start(folder)) {
      assertThat(started.get("/v1/nodes").status()).isEqualTo(200);
    }
    var file = own.resolve("token");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));
    assertRefused("can be read or changed by other users", "chmod 600 " + file);
  }

  @Test
  void aClockThatIsTwoDaysLate() throws Exception {
    authorityMade(own, Instant.now().plus(TWO_DAYS));
    assertRefused("the clock of this machine says", "set the clock right");
  }
}
