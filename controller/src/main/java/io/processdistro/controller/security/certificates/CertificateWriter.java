package io.processdistro.controller.security.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Writes certificates for keys on the curve P-256, which every TLS client and browser takes. All of
 * them begin {@link #SKEW_MAX} before they are made, for clocks that are a little late.
 */
final class CertificateWriter {
  static final Duration SKEW_MAX = Duration.ofHours(1);

  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 120;

  private final SecureRandom random;

  CertificateWriter(SecureRandom random) {
    this.random = random;
  }

  /** What a certificate is for; nothing else is allowed to it. */
  private enum Purpose {
    AUTHORITY(KeyUsage.keyCertSign | KeyUsage.cRLSign),
    SERVER(KeyUsage.digitalSignature),
    NODE(KeyUsage.digitalSignature);

    private final int usage;

    Purpose(int usage) {
      this.usage = usage;
    }
  }

  /**
   * Whose certificate, by whom, and for how long.
   *
   * @param issuer the subject of the issuer's certificate
   */
  record Terms(String subject, String issuer, Instant now, Duration life) {}

  KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks the curve " + CURVE, e);
    }
  }

  /** For an authority: by itself, or by its predecessor. */
  X509Certificate authority(Terms terms, PublicKey key, KeyPair issuer) {
    return write(terms, key, issuer, Purpose.AUTHORITY, new GeneralNames(new GeneralName[0]));
  }

  X509Certificate server(Terms terms, PublicKey key, KeyPair issuer, Collection<ServerName> names) {
    var alternatives =
        names.stream()
            .map(
                name ->
                    switch (name) {
                      case ServerName.Host(var text) -> new GeneralName(GeneralName.dNSName, text);
                      case ServerName.Address(var text) ->
                          new GeneralName(GeneralName.iPAddress, text);
                    })
            .toArray(GeneralName[]::new);
    return write(terms, key, issuer, Purpose.SERVER, new GeneralNames(alternatives));
  }

  X509Certificate node(Terms terms, PublicKey key, KeyPair issuer) {
    return write(terms, key, issuer, Purpose.NODE, new GeneralNames(new GeneralName[0]));
  }

  private X509Certificate write(
      Terms terms, PublicKey key, KeyPair issuer, Purpose purpose, GeneralNames names) {
    var builder =
        new X509v3CertificateBuilder(
            new X500Name(terms.issuer()),
            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
            Date.from(terms.now().minus(SKEW_MAX)),
            Date.from(terms.now().plus(terms.life())),
            new X500Name(terms.subject()),
            SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    try {
      var identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuer.getPublic()));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(purpose.usage));
      switch (purpose) {
        case AUTHORITY ->
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        case SERVER -> allowOnly(KeyPurposeId.id_kp_serverAuth, builder);
        case NODE -> allowOnly(KeyPurposeId.id_kp_clientAuth, builder);
      }
      if (names.getNames().length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      var signer = new JcaContentSignerBuilder(SIGNATURE).build(issuer.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate cannot be written", e);
    }
  }

  private static void allowOnly(KeyPurposeId purpose, X509v3CertificateBuilder builder)
      throws IOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
  }
}
