package io.processdistro.node.membership;

import io.processdistro.common.doctor.CertificateFacts;
import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at the certificate that a node keeps, without joining or renewing anything. */
public final class MembershipInspection {
  private static final String WHAT = "membership";
  private static final String REMEDY =
      "start the node with a token (controller token create --role node) to join again";

  private MembershipInspection() {}

  /**
   * Empty before the node has joined. Blocks.
   *
   * @param directory the node's own
   * @param keyFile the node's key
   */
  public static Optional<CertificateFacts> inspect(Path directory, Path keyFile) {
    var file = Membership.fileIn(directory);
    if (!Files.exists(file.path())) return Optional.empty();
    try {
      var given = file.read();
      if (given.isEmpty()) {
        return Optional.of(CertificateFacts.unreadable(WHAT, file.path() + " is damaged", REMEDY));
      }
      var keys = Pem.keys(new String(PrivateFiles.read(keyFile), StandardCharsets.UTF_8));
      var certificate = given.get().certificate();
      return Optional.of(
          new CertificateFacts(
              WHAT,
              Optional.empty(),
              certificate.getNotBefore().toInstant(),
              certificate.getNotAfter().toInstant(),
              certificate.getPublicKey().equals(keys.getPublic()),
              given.get().authorities().certificates().stream()
                  .anyMatch(one -> Membership.hasIssued(one, certificate)),
              REMEDY));
    } catch (StateException | IllegalArgumentException e) {
      return Optional.of(CertificateFacts.unreadable(WHAT, e.getMessage(), REMEDY));
    }
  }
}
