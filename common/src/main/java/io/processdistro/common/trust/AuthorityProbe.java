package io.processdistro.common.trust;

import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks a server for its authority, of which nothing is known yet. Only the TLS handshake takes
 * place, nothing of ours is sent; what comes back is worth nothing before its fingerprint has been
 * compared with one that came another way.
 */
public final class AuthorityProbe {
  private static final int MILLIS_MAX = 5_000;

  private AuthorityProbe() {}

  /**
   * The self-signed certificates of the chain that the server shows. Blocks for at most {@value
   * #MILLIS_MAX} ms per step.
   *
   * @param host name or address
   * @throws IOException if there is no connection, the server does not speak TLS, or shows no
   *     authority
   */
  public static List<X509Certificate> authorities(String host, int port) throws IOException {
    return ask(host, port, new Witness(Optional.empty()));
  }

  /**
   * The authority that has this fingerprint; empty if the server shows another one, which is told
   * so by an alert, so that its log can say that somebody did not believe it. Blocks and fails as
   * {@link #authorities}.
   */
  public static Optional<Authorities> pinned(String host, int port, ContentHash fingerprint)
      throws IOException {
    var seen = new Witness(Optional.of(fingerprint));
    try {
      return ask(host, port, seen).stream()
          .filter(shown -> Authorities.fingerprint(shown).equals(fingerprint))
          .findFirst()
          .map(shown -> new Authorities(List.of(shown)));
    } catch (SSLException e) {
      if (seen.isAnother) return Optional.empty();
      throw e;
    }
  }

  private static List<X509Certificate> ask(String host, int port, Witness seen) throws IOException {
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), MILLIS_MAX);
      plain.setSoTimeout(MILLIS_MAX);
      try (var socket =
          (SSLSocket) context(seen).getSocketFactory().createSocket(plain, host, port, true)) {
        socket.startHandshake();
      }
    }
    var authorities = seen.chain.stream().filter(AuthorityProbe::isAuthority).toList();
    if (authorities.isEmpty()) {
      throw new IOException("it shows no authority as ProcessDistro controllers do");
    }
    return authorities;
  }

  private static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0
        && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static SSLContext context(TrustManager trust) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot speak TLS", e);
    }
  }

  /** Writes down what the server shows, and ends the handshake if it is not what is wanted. */
  private static final class Witness extends X509ExtendedTrustManager {
    private final Optional<ContentHash> wanted;
    private List<X509Certificate> chain = List.of();
    private boolean isAnother;

    Witness(Optional<ContentHash> wanted) {
      this.wanted = wanted;
    }

    private void see(X509Certificate[] shown) throws CertificateException {
      chain = List.of(shown);
      isAnother =
          wanted.isPresent()
              && chain.stream().map(Authorities::fingerprint).noneMatch(wanted.get()::equals);
      if (isAnother) throw new CertificateException("its authority is another one");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket)
        throws CertificateException {
      see(shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine)
        throws CertificateException {
      see(shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type)
        throws CertificateException {
      see(shown);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket)
        throws CertificateException {
      throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine)
        throws CertificateException {
      throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type)
        throws CertificateException {
      throw noServer();
    }

    private static CertificateException noServer() {
      return new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
