package io.processdistro.common.trust;

import io.processdistro.common.values.NodeId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A node's request for a certificate (PKCS #10). The node's id follows from its key, so nobody can
 * ask for a certificate in the name of another node.
 *
 * @param key on the curve P-256; whoever wrote the request holds its private half
 */
public record CertificateRequest(PublicKey key) {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int FIELD_BITS = 256;
  private static final int LENGTH_MAX = 4_096;

  /** The one that the certificate will be for. */
  public NodeId node() {
    return NodeKeys.idOf(key);
  }

  /** Writes a request in DER, as Base64 without line ends. */
  public static String write(KeyPair keys) {
    try {
      var name = new X500Name("CN=" + NodeKeys.idOf(keys.getPublic()));
      var signer = new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate());
      var request = new JcaPKCS10CertificationRequestBuilder(name, keys.getPublic()).build(signer);
      return Base64.getEncoder().encodeToString(request.getEncoded());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a request for a certificate cannot be written", e);
    }
  }

  /**
   * Reads what {@link #write} writes, and checks that its author holds the key.
   *
   * @throws IllegalArgumentException with a sentence fit for people
   */
  public static CertificateRequest parse(String text) {
    if (text.length() > LENGTH_MAX) throw malformed(null);
    try {
      var request =
          new JcaPKCS10CertificationRequest(
              new PKCS10CertificationRequest(Base64.getDecoder().decode(text)));
      var key = request.getPublicKey();
      if (!(key instanceof ECPublicKey curve)
          || curve.getParams().getCurve().getField().getFieldSize() != FIELD_BITS) {
        throw new IllegalArgumentException("the key of the request is not on the curve P-256");
      }
      var verifier = new JcaContentVerifierProviderBuilder().build(key);
      if (!request.isSignatureValid(verifier)) {
        throw new IllegalArgumentException("the request is not signed with its own key");
      }
      return new CertificateRequest(key);
    } catch (IOException | PKCSException | OperatorCreationException | GeneralSecurityException e) {
      throw malformed(e);
    }
  }

  private static IllegalArgumentException malformed(Exception cause) {
    return new IllegalArgumentException(
        "this is not a request for a certificate (PKCS #10 in Base64)", cause);
  }
}
