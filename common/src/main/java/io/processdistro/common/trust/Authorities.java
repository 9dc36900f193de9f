package io.processdistro.common.trust;

import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/**
 * The authorities (CA certificates) of one controller: the present one first, and while it is being
 * replaced the former one too. Only certificates that one of them has issued are believed.
 *
 * @param certificates at least one
 */
public record Authorities(List<X509Certificate> certificates) {
  public Authorities {
    if (certificates.isEmpty()) throw new IllegalArgumentException("there is no certificate");
    certificates = List.copyOf(certificates);
  }

  /**
   * @param pem one or more certificates
   * @throws IllegalArgumentException if there is none, or one cannot be read
   */
  public static Authorities parse(String pem) {
    return new Authorities(Pem.certificates(pem));
  }

  public String pem() {
    return Pem.ofCertificates(certificates);
  }

  /** Whether the authority with this fingerprint is among them. */
  public boolean include(ContentHash fingerprint) {
    return certificates.stream().anyMatch(one -> fingerprint(one).equals(fingerprint));
  }

  /** Of the present authority. */
  public ContentHash fingerprint() {
    return fingerprint(certificates.getFirst());
  }

  /** SHA-256 of the whole certificate, as {@code openssl x509 -fingerprint -sha256} tells it. */
  public static ContentHash fingerprint(X509Certificate certificate) {
    try {
      return ContentHash.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }

  /** Believes these and no others, whatever the system believes. */
  public TrustManagerFactory trustManagers() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("authority-" + i, certificates.get(i));
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("these certificates cannot be trusted", e);
    }
  }
}
