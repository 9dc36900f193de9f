package io.processdistro.common.trust;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
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
    var seen = new Witness();
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

  /** Writes down what the server shows and believes nothing of it: nobody sends anything here. */
  private static final class Witness extends X509ExtendedTrustManager {
    private List<X509Certificate> chain = List.of();

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {
      chain = List.of(shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
      chain = List.of(shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type) {
      chain = List.of(shown);
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
