package io.processdistro.common.state;

import java.nio.charset.StandardCharsets;
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
   * Reads a token file: the token alone on its line, or an access file ({@code controller.json}).
   *
   * @throws StateException if it is missing, readable by others, or holds no token
   */
  public static String readFile(Path file) throws StateException {
    var content = PrivateFiles.read(file);
    var text = new String(content, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) return ControllerAccess.fromJson(content, file).token();
    try {
      return requireUsable(text);
    } catch (IllegalArgumentException e) {
      throw new StateException(
          file + " holds no token: " + e.getMessage() + ", alone or in a controller.json", e);
    }
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
