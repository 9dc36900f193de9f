package io.processdistro.wasm.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Header of a password_hash task; its words follow as {@code textBytes} bytes of text, one word per
 * line. Units are words, or (word, hash) pairs in an audit of bcrypt hashes.
 *
 * @param firstWord index of the text's first word in the whole list
 * @param fromUnit first unit of the task
 * @param toUnit end of the units, exclusive
 */
public record PasswordHashInput(
    Algorithm algorithm, Mode mode, long firstWord, long fromUnit, long toUnit, int textBytes) {
  public static final int COST_MIN = 4;
  public static final int COST_MAX = 15;

  /** Length of one hash's entry in an audit. */
  public static final int ENTRY_BYTES = 64;

  private static final int FIXED_BYTES = 56;

  /** In the numbering of the header. */
  public enum Algorithm {
    BCRYPT(60),
    SHA256(32),
    SHA512(64);

    private final int entryLength;

    Algorithm(int entryLength) {
      this.entryLength = entryLength;
    }

    /** Bytes of a hash in an audit's entry: raw digest, or the 60 characters of bcrypt. */
    public int entryLength() {
      return entryLength;
    }
  }

  /** Hash every word, or look for words with given hashes. */
  public sealed interface Mode {
    /**
     * @param cost of bcrypt, 4 to 15; else unused
     * @param seed of the salts of bcrypt
     */
    record Hash(int cost, long seed) implements Mode {
      public Hash {
        if (cost < COST_MIN || cost > COST_MAX) {
          throw new IllegalArgumentException("cost must be 4 to 15, was " + cost);
        }
      }
    }

    /**
     * @param targets raw digests, distinct and ascending by unsigned bytes; or the 60 ASCII bytes
     *     of each bcrypt hash, in any order. The arrays are not copied, do not change them.
     */
    record Audit(List<byte[]> targets) implements Mode {
      public Audit {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
          throw new IllegalArgumentException("an audit needs at least one hash");
        }
      }
    }
  }

  public PasswordHashInput {
    if (firstWord < 0 || fromUnit < 0 || toUnit <= fromUnit || textBytes < 0) {
      throw new IllegalArgumentException(
          "units must be a range, firstWord and textBytes not negative, was %d..%d, %d, %d"
              .formatted(fromUnit, toUnit, firstWord, textBytes));
    }
    long unitsPerWord =
        mode instanceof Mode.Audit(List<byte[]> targets) && algorithm == Algorithm.BCRYPT
            ? targets.size()
            : 1;
    if (fromUnit / unitsPerWord != firstWord) {
      throw new IllegalArgumentException(
          "the text must begin with the word of the first unit, %d, was %d"
              .formatted(fromUnit / unitsPerWord, firstWord));
    }
    if (mode instanceof Mode.Audit(List<byte[]> targets)) {
      for (byte[] target : targets) {
        if (target.length != algorithm.entryLength()) {
          throw new IllegalArgumentException(
              "a hash of %s has %d bytes, was %d"
                  .formatted(algorithm, algorithm.entryLength(), target.length));
        }
      }
    }
  }

  /**
   * The first part of the header, without the hashes of an audit. It is followed by {@link
   * #entries()}, then by the text; all three may come from different blobs.
   */
  public byte[] fixedHeader() {
    return switch (mode) {
      case Mode.Hash(int cost, long seed) -> encode(0, cost, seed, 0);
      case Mode.Audit(List<byte[]> targets) -> encode(1, COST_MIN, 0, targets.size());
    };
  }

  /** The hashes of an audit, {@link #ENTRY_BYTES} each, zero padded; empty when hashing. */
  public byte[] entries() {
    return switch (mode) {
      case Mode.Hash hash -> new byte[0];
      case Mode.Audit(List<byte[]> targets) -> {
        var entries = ByteBuffer.allocate(ENTRY_BYTES * targets.size());
        for (int i = 0; i < targets.size(); i++) entries.put(ENTRY_BYTES * i, targets.get(i));
        yield entries.array();
      }
    };
  }

  private byte[] encode(int modeCode, int cost, long seed, int targets) {
    var header = ByteBuffer.allocate(FIXED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(algorithm.ordinal()).putInt(modeCode).putInt(cost).putInt(targets);
    header.putLong(seed).putLong(firstWord).putLong(fromUnit).putLong(toUnit);
    return header.putInt(textBytes).putInt(0).array();
  }
}
