package io.processdistro.wasm.reference;

import io.processdistro.wasm.abi.PasswordHashInput.Algorithm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Password lists and digests by the JDK; what bcrypt needs besides its cipher. */
public final class ReferenceHash {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int SALT_BYTES = 16;

  private ReferenceHash() {}

  /** The words of a text: its lines without their line ends (LF or CR LF). */
  public static List<byte[]> words(byte[] text) {
    var words = new ArrayList<byte[]>();
    for (int start = 0; start < text.length; ) {
      int end = start;
      while (end < text.length && text[end] != '\n') end++;
      int wordEnd = end > start && text[end - 1] == '\r' ? end - 1 : end;
      words.add(Arrays.copyOfRange(text, start, wordEnd));
      start = end + 1;
    }
    return words;
  }

  /** SHA-256 or SHA-512 of a word. */
  public static byte[] digest(Algorithm algorithm, byte[] word) {
    String name =
        switch (algorithm) {
          case SHA256 -> "SHA-256";
          case SHA512 -> "SHA-512";
          case BCRYPT -> throw new IllegalArgumentException("bcrypt is not a digest");
        };
    try {
      return MessageDigest.getInstance(name).digest(word);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name + ", this one has not", e);
    }
  }

  /** The digest in lower-case hexadecimal. */
  public static String hexDigest(Algorithm algorithm, byte[] word) {
    return HexFormat.of().formatHex(digest(algorithm, word));
  }

  /** The salt of the word at an index of the whole list. */
  public static byte[] salt(long seed, long wordIndex) {
    return ByteBuffer.allocate(SALT_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(SplitMix64.mix(seed + GOLDEN_GAMMA * (2 * wordIndex + 1)))
        .putLong(SplitMix64.mix(seed + GOLDEN_GAMMA * (2 * wordIndex + 2)))
        .array();
  }
}
