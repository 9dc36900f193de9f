package io.processdistro.common.trust;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words why a TLS connection with a controller did not come about. */
public final class TlsTrouble {
  private TlsTrouble() {}

  /**
   * @return a clause without an end mark, fit for people; empty if TLS is not what went wrong, as
   *     when the connection broke off or the other side had no time
   */
  public static Optional<String> reason(Throwable error) {
    boolean tls = false;
    for (Throwable link = error; link != null; link = link.getCause()) {
      if (link instanceof CertificateExpiredException) {
        return Optional.of(
            "its certificate has expired, by the clock of this machine: is that clock right?");
      }
      if (link instanceof CertificateNotYetValidException) {
        return Optional.of(
            "its certificate is not valid yet, by the clock of this machine: is that clock right?");
      }
      if (link instanceof EOFException || link instanceof SocketException) return Optional.empty();
      if (link instanceof CertPathBuilderException) return Optional.of(OTHER_AUTHORITY);
      tls = tls || link instanceof SSLException || link instanceof CertificateException;
    }
    return tls ? Optional.of(plainly(error)) : Optional.empty();
  }

  private static final String OTHER_AUTHORITY =
      "another authority than the known one has issued its certificate: it is another controller,"
          + " or somebody in between";

  private static String plainly(Throwable error) {
    var text = String.valueOf(error.getMessage());
    if (text.contains("Unsupported or unrecognized SSL message") || text.contains("not an SSL")) {
      return "it does not speak TLS: was it started with --insecure?";
    }
    if (text.contains("subject alternative")) {
      return "its certificate does not name this address; use one of its own addresses or names";
    }
    if (text.contains("alert")) return "it refuses the certificate of this machine (" + text + ")";
    return "TLS failed: " + text;
  }
}
