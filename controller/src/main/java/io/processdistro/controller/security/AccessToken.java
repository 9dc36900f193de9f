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
 * The one bearer token of a controller. Compared in constant time, never shown by {@link
 * #toString}.
 */
public final class AccessToken {
  private static final String FILE_NAME = "token";
  private static final String SCHEME = "Bearer ";

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

  /**
   * Whether the value of an Authorization header carries this token. The time it takes tells
   * nothing about how much of it was right.
   *
   * @param header null if there was none
   */
  public boolean isCarriedBy(String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return false;
    return MessageDigest.isEqual(digest, digestOf(header.substring(SCHEME.length()).strip()));
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
