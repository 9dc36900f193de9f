package io.processdistro.common.trust;

import io.processdistro.common.values.ContentHash;

/**
 * A token as it is handed out: a secret, and the fingerprint of the authority whose controller may
 * see it. Text: the fingerprint's 64 hexadecimal digits, a dot, the secret.
 */
public record PinnedToken(ContentHash fingerprint, String secret) {
  private static final char SEPARATOR = '.';
  private static final int FINGERPRINT_DIGITS = 2 * ContentHash.BYTES;

  /** At least 128 bits, as Base64. */
  private static final int SECRET_LENGTH_MIN = 22;

  /** Whether a text may be meant as one, maybe damaged: other tokens have no dot. */
  public static boolean looksLike(String text) {
    return text.indexOf(SEPARATOR) >= 0;
  }

  /**
   * @throws IllegalArgumentException with a sentence fit for users, which does not quote the token
   */
  public static PinnedToken parse(String text) {
    int dot = text.indexOf(SEPARATOR);
    if (dot != FINGERPRINT_DIGITS || text.length() - dot - 1 < SECRET_LENGTH_MIN) {
      throw new IllegalArgumentException("the token is cut off or damaged: copy its whole line");
    }
    try {
      return new PinnedToken(
          ContentHash.parse(text.substring(0, dot)), text.substring(dot + 1).strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the token is damaged: copy its whole line", e);
    }
  }

  /** The token itself: for the one who is to have it. */
  public String text() {
    return fingerprint.toString() + SEPARATOR + secret;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "PinnedToken[" + fingerprint.brief() + "]";
  }
}
