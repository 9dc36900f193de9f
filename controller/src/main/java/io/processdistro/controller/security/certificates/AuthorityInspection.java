package io.processdistro.controller.security.certificates;

import io.processdistro.common.doctor.CertificateFacts;
import io.processdistro.common.state.StateException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Looks at the authority that a controller keeps, without opening or renewing anything. */
public final class AuthorityInspection {
  private static final String WHAT = "authority";
  private static final String REMEDY =
      "replace it with \"controller authority rotate\" while the controller runs";

  private AuthorityInspection() {}

  /**
   * Empty before the controller's first start. Blocks.
   *
   * @param directory the controller's own
   */
  public static Optional<CertificateFacts> inspect(Path directory) {
    var file = ServerCertificates.authorityFile(directory);
    if (!file.exists()) return Optional.empty();
    try {
      var own = file.read();
      var certificate = own.certificate();
      return Optional.of(
          new CertificateFacts(
              WHAT,
              Optional.empty(),
              certificate.getNotBefore().toInstant(),
              certificate.getNotAfter().toInstant(),
              own.matches(),
              signedItself(certificate),
              REMEDY));
    } catch (StateException e) {
      return Optional.of(CertificateFacts.unreadable(WHAT, e.getMessage(), "see there"));
    }
  }

  private static boolean signedItself(X509Certificate certificate) {
    try {
      certificate.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
