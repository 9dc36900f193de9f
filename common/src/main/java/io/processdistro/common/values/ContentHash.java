package io.processdistro.common.values;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of some content, and thereby its name everywhere: modules, inputs and results are asked
 * for by this value. Held as four longs (big endian order of the digest), so that a million of them
 * cost 32 bytes each and not a million arrays.
 */
public record ContentHash(long bits0, long bits1, long bits2, long bits3)
    implements Comparable<ContentHash> {
  public static final int BYTES = 32;
  private static final int HEX_DIGITS = 2 * BYTES;
  private static final int FILE_BUFFER_BYTES = 1 << 18;

  /** Hashes {@code content} from start to end. */
  public static ContentHash of(byte[] content) {
    return fromDigest(newDigest().digest(content));
  }

  /** Hashes what remains in {@code content} and moves its position to its limit. */
  public static ContentHash of(ByteBuffer content) {
    var digest = newDigest();
    digest.update(content);
    return fromDigest(digest.digest());
  }

  /** Hashes a file's content; reads it once, with a buffer of 256 KiB. */
  public static ContentHash ofFile(Path file) throws IOException {
    var digest = newDigest();
    var buffer = new byte[FILE_BUFFER_BYTES];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return fromDigest(digest.digest());
  }

  /**
   * Takes a finished SHA-256 digest as it is.
   *
   * @throws IllegalArgumentException if it has not exactly 32 bytes
   */
  public static ContentHash fromDigest(byte[] digest) {
    if (digest.length != BYTES) {
      throw new IllegalArgumentException(
          "a content hash has 32 bytes (SHA-256), this one has " + digest.length);
    }
    var longs = ByteBuffer.wrap(digest);
    return new ContentHash(longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
  }

  /**
   * Reads the 64 hexadecimal digits that {@link #toString()} writes; upper case is accepted.
   *
   * @throws IllegalArgumentException with a sentence fit for users if {@code hex} is anything else
   */
  public static ContentHash parse(String hex) {
    if (hex.length() != HEX_DIGITS) {
      throw new IllegalArgumentException(
          "a content hash is 64 hexadecimal digits (SHA-256), this one has "
              + hex.length()
              + " characters");
    }
    try {
      return fromDigest(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a content hash is 64 hexadecimal digits (SHA-256), this one holds another character", e);
    }
  }

  /**
   * A new SHA-256 digest for content that is hashed while it streams by; not for sharing between
   * threads.
   */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
    }
  }

  /** The 32 bytes of the digest, in a new array. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(bits0)
        .putLong(bits1)
        .putLong(bits2)
        .putLong(bits3)
        .array();
  }

  /** The first 12 hexadecimal digits: for people and logs, never as an identity. */
  public String brief() {
    return toString().substring(0, 12);
  }

  @Override
  public int compareTo(ContentHash other) {
    int order = Long.compareUnsigned(bits0, other.bits0);
    if (order == 0) order = Long.compareUnsigned(bits1, other.bits1);
    if (order == 0) order = Long.compareUnsigned(bits2, other.bits2);
    return order != 0 ? order : Long.compareUnsigned(bits3, other.bits3);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }
}
