package io.processdistro.common.trust;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates and keys as text that every other program reads too. */
public final class Pem {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final String PUBLIC_KEY = "PUBLIC KEY";
  private static final int LINE_LENGTH = 64;
  private static final byte[] LINE_END = {'\n'};

  private Pem() {}

  /** One after the other, each with its line ends. */
  public static String ofCertificates(List<X509Certificate> certificates) {
    var text = new StringBuilder();
    try {
      for (var certificate : certificates) {
        text.append(armoured(CERTIFICATE, certificate.getEncoded()));
      }
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
    return text.toString();
  }

  /** In PKCS #8, without a password. */
  public static String ofKey(PrivateKey key) {
    return armoured(PRIVATE_KEY, key.getEncoded());
  }

  /**
   * Reads all certificates in {@code text}; what stands between them is ignored.
   *
   * @throws IllegalArgumentException if there is none, or one cannot be read
   */
  public static List<X509Certificate> certificates(String text) {
    var certificates = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var block : blocks(CERTIFICATE, text)) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException("this is not a certificate", e);
    }
    if (certificates.isEmpty()) throw new IllegalArgumentException("there is no certificate");
    return List.copyOf(certificates);
  }

  /** Both halves, the private one in PKCS #8 without a password. */
  public static String ofKeys(KeyPair keys) {
    return ofKey(keys.getPrivate()) + armoured(PUBLIC_KEY, keys.getPublic().getEncoded());
  }

  /**
   * Reads what {@link #ofKeys} writes.
   *
   * @throws IllegalArgumentException if a half is missing or cannot be read; does not quote it
   */
  public static KeyPair keys(String text) {
    var blocks = blocks(PUBLIC_KEY, text);
    if (blocks.isEmpty()) throw new IllegalArgumentException("there is no public key");
    try {
      var half =
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(blocks.getFirst()));
      return new KeyPair(half, key(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("this is not a public key of an elliptic curve");
    }
  }

  /**
   * Reads the first private key in {@code text}: elliptic curve, PKCS #8.
   *
   * @throws IllegalArgumentException if there is none, or it cannot be read; does not quote it
   */
  public static PrivateKey key(String text) {
    var blocks = blocks(PRIVATE_KEY, text);
    if (blocks.isEmpty()) throw new IllegalArgumentException("there is no private key");
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("this is not a private key of an elliptic curve");
    }
  }

  private static String armoured(String label, byte[] content) {
    var encoded = Base64.getMimeEncoder(LINE_LENGTH, LINE_END).encode(content);
    return "-----BEGIN "
        + label
        + "-----\n"
        + new String(encoded, StandardCharsets.US_ASCII)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static List<byte[]> blocks(String label, String text) {
    var begin = "-----BEGIN " + label + "-----";
    var end = "-----END " + label + "-----";
    var blocks = new ArrayList<byte[]>();
    int from = text.indexOf(begin);
    while (from >= 0) {
      int to = text.indexOf(end, from);
      if (to < 0) throw new IllegalArgumentException("a block of PEM does not end");
      blocks.add(Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to)));
      from = text.indexOf(begin, to);
    }
    return blocks;
  }
}
