package io.processdistro.controller.security;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.Tokens;
import io.processdistro.common.values.ContentHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * The controller's own bearer token, which its state directory holds: whoever can read that is its
 * {@linkplain Principal#OPERATOR operator}. Compared in constant time, never shown by {@link
 * #toString}.
 */
public final class AccessToken implements Identification {
  private static final String FILE_NAME = "token";

  private final String text;
  private final byte[] digest;

  private AccessToken(String text) {
    this.text = text;
    this.digest = digestOf(text);
  }

  /**
   * Reads the token kept in {@code directory}, or makes one (192 random bits) at the first start.
   * Blocks.
   */
  public static AccessToken loadOrCreate(Path directory, SecureRandom random)
      throws StateException {
    var file = directory.resolve(FILE_NAME);
    if (Files.exists(file)) return new AccessToken(Tokens.readFile(file));
    var token = Tokens.create(random);
    PrivateFiles.write(file, (token + "\n").getBytes(StandardCharsets.UTF_8));
    return new AccessToken(token);
  }

  /** The secret itself: for the access files only. */
  public String text() {
    return text;
  }

  /** The time it takes tells nothing about how much of a token was right. */
  @Override
  public Identity identify(Credentials credentials) {
    boolean right =
        credentials.bearer().map(AccessToken::digestOf).stream()
            .anyMatch(other -> MessageDigest.isEqual(digest, other));
    return right ? new Identity.Known(Principal.OPERATOR) : new Identity.Unjudged();
  }

  private static byte[] digestOf(String token) {
    var sha256 = ContentHash.newDigest();
    return sha256.digest(token.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AccessToken";
  }
}
