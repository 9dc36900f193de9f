package io.processdistro.common.trust;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** TLS as clients of a controller speak it, on the JDK's own implementation. */
public final class ClientTls {
  private ClientTls() {}

  /**
   * Has the platform's TLS make itself ready on a thread of its own: its cipher suites, and the
   * tables of the curve that keys and certificates are on, take a fresh JVM 100 ms, for which one
   * that still looks for its controller need not wait. Returns at once.
   */
  public static void prepare() {
    Thread.ofPlatform().daemon().name("tls-preparation").start(ClientTls::makeReady);
  }

  private static void makeReady() {
    try {
      SSLContext.getInstance("TLS");
      var keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      // Whoever connects meets the same, and has somebody to tell it to.
    }
  }

  /**
   * @param authorities the only ones that are believed
   * @param own what this client proves who it is with; empty if it has a token instead
   */
  public static SSLContext context(Authorities authorities, Optional<KeyedCertificate> own) {
    try {
      var context = SSLContext.getInstance("TLS");
      var keys = own.map(KeyedCertificate::keyManager).stream().toArray(KeyManager[]::new);
      context.init(keys, authorities.trustManagers().getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot speak TLS", e);
    }
  }

  /**
   * The same for {@link javax.net.ssl.HttpsURLConnection}, which transfers much through it. Only
   * connections of one factory are used again.
   */
  public static SSLSocketFactory sockets(Authorities authorities, Optional<KeyedCertificate> own) {
    return new ReadAheadSockets(context(authorities, own).getSocketFactory());
  }
}
