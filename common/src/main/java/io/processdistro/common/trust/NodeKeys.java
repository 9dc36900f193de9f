package io.processdistro.common.trust;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;

/** Keys of nodes, on the curve P-256, and the ids that follow from them. */
public final class NodeKeys {
  private static final String CURVE = "secp256r1";
  private static final String SUBJECT = "CN=";
  private static final String ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_LENGTH = 16;
  private static final int BITS_PER_CHARACTER = 5;

  private NodeKeys() {}

  public static KeyPair create(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks the curve " + CURVE, e);
    }
  }

  /** Whether the halves belong together: somebody may have put them side by side by hand. */
  public static boolean match(KeyPair keys) {
    try {
      var probe = new byte[] {1, 2, 3};
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(probe);
      var signed = signature.sign();
      signature.initVerify(keys.getPublic());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The first 80 bits of the key's SHA-256: no other key has the same id. */
  public static NodeId idOf(PublicKey key) {
    var digest = new BigInteger(1, ContentHash.of(key.getEncoded()).toBytes());
    int shift = ContentHash.BYTES * Byte.SIZE;
    var id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      shift -= BITS_PER_CHARACTER;
      id.append(ID_ALPHABET.charAt(digest.shiftRight(shift).intValue() & 31));
    }
    return new NodeId(id.toString());
  }

  /** The node that a certificate of ours is for; empty if it is for something else. */
  public static Optional<NodeId> nodeOf(X509Certificate certificate) {
    var subject = certificate.getSubjectX500Principal().getName();
    var id = idOf(certificate.getPublicKey());
    return subject.equals(SUBJECT + id) ? Optional.of(id) : Optional.empty();
  }
}
