package io.processdistro.common.state;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Bearer tokens: made, checked for shape, and read from a file. */
public final class Tokens {
  private static final int RANDOM_BYTES = 24;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");

  private Tokens() {}

  /** A new token of 192 random bits, 32 characters that need no quoting anywhere. */
  public static String create(SecureRandom random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Reads the token of a token file, whatever it says of the controller.
   *
   * @throws StateException if it is missing, readable by others, or holds no token
   */
  public static String readFile(Path file) throws StateException {
    return TokenFile.read(file).token();
  }

  /**
   * @throws IllegalArgumentException unless it can stand in an Authorization header; the message
   *     does not quote it
   */
  static String requireUsable(String token) {
    if (!SHAPE.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "a token is 16 to 512 letters, digits or any of . _ ~ + / = -");
    }
    return token;
  }
}
