package io.processdistro.common.trust;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The code that a node without a token and its controller both show, so that a person can see that
 * they talk to each other and not each to somebody in between.
 *
 * <p>Both have made it of two nonces, the node's key and name, and the controller's authority. The
 * node is bound to its nonce by a {@link #commitment} before it learns the controller's, and the
 * controller sends its own before it learns the node's. So nobody can choose nonces to fit: whoever
 * is in between must be lucky once in 2^40.
 *
 * @param text two groups of four of Crockford's 32 letters and digits, {@code K7QF-2MXP}
 */
public record AdmissionCode(String text) {
  public static final int NONCE_BYTES = 32;

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int GROUP_LENGTH = 4;
  private static final int LENGTH = 2 * GROUP_LENGTH;
  private static final int BITS_PER_CHARACTER = 5;
  private static final Pattern SHAPE =
      Pattern.compile("[" + ALPHABET + "]{4}-[" + ALPHABET + "]{4}");
  private static final String CODE_PURPOSE = "ProcessDistro admission code 1\n";
  private static final String COMMITMENT_PURPOSE = "ProcessDistro admission commitment 1\n";

  public AdmissionCode {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a code has eight letters and digits but U, such as K7QF-2MXP");
    }
  }

  /**
   * Reads what a person has typed: hyphen, spaces and case do not matter, O is 0, I and L are 1.
   */
  public static AdmissionCode parse(String typed) {
    var folded =
        typed
            .toUpperCase(Locale.ROOT)
            .replaceAll("[\\s-]", "")
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    if (folded.length() != LENGTH) {
      throw new IllegalArgumentException(
          "a code has eight letters and digits, such as K7QF-2MXP, not " + folded.length());
    }
    return new AdmissionCode(grouped(folded));
  }

  public static byte[] nonce(SecureRandom random) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  /** Binds a node to its nonce without telling it. */
  public static ContentHash commitment(byte[] nodeNonce, PublicKey key) {
    return ContentHash.of(joined(COMMITMENT_PURPOSE, nodeNonce, fingerprint(key)));
  }

  /**
   * @param authority fingerprint of the controller's authority, as the one who calls knows it
   */
  public static AdmissionCode of(
      byte[] nodeNonce,
      byte[] controllerNonce,
      PublicKey key,
      NodeName name,
      ContentHash authority) {
    // Every part but the last has a fixed length, so no two inputs are one text.
    var digest =
        ContentHash.of(
                joined(
                    CODE_PURPOSE,
                    nodeNonce,
                    controllerNonce,
                    fingerprint(key),
                    authority.toBytes(),
                    name.text().getBytes(StandardCharsets.US_ASCII)))
            .toBytes();
    long bits = 0;
    for (int i = 0; i < BITS_PER_CHARACTER; i++) bits = bits << Byte.SIZE | digest[i] & 0xFF;
    var text = new StringBuilder();
    for (int i = LENGTH - 1; i >= 0; i--) {
      text.append(ALPHABET.charAt((int) (bits >> i * BITS_PER_CHARACTER) & ALPHABET.length() - 1));
    }
    return new AdmissionCode(grouped(text.toString()));
  }

  private static String grouped(String letters) {
    return letters.substring(0, GROUP_LENGTH) + '-' + letters.substring(GROUP_LENGTH);
  }

  private static byte[] fingerprint(PublicKey key) {
    return ContentHash.of(key.getEncoded()).toBytes();
  }

  private static byte[] joined(String purpose, byte[]... parts) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(purpose.getBytes(StandardCharsets.US_ASCII));
    for (var part : parts) all.writeBytes(part);
    return all.toByteArray();
  }

  @Override
  public String toString() {
    return text;
  }
}
