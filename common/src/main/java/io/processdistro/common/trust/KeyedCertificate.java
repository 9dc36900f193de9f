package io.processdistro.common.trust;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate with its private key: what one side of a connection proves who it is with.
 *
 * @param chain the certificate, then those of its issuers as far as the other side may need them
 */
public record KeyedCertificate(PrivateKey key, List<X509Certificate> chain) {
  public KeyedCertificate {
    if (chain.isEmpty()) throw new IllegalArgumentException("there is no certificate");
    chain = List.copyOf(chain);
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** Whether the key is the certificate's: somebody may have copied one file and not the other. */
  public boolean matches() {
    return NodeKeys.match(new KeyPair(certificate().getPublicKey(), key));
  }

  public X509ExtendedKeyManager keyManager() {
    return new SoleKeyManager(this);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "KeyedCertificate[" + certificate().getSubjectX500Principal() + "]";
  }
}
