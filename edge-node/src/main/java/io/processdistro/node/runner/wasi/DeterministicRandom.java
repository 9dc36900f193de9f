package io.processdistro.node.runner.wasi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a guest is given as random: the SplitMix64 sequence of its seed, so that each attempt at a
 * task, on any node, sees the same bytes. Written out here because it must never change with the
 * Java version. Not for secrets.
 */
final class DeterministicRandom {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;
  private long word;
  private int bytesLeftInWord;

  DeterministicRandom(long seed) {
    this.state = seed;
  }

  /** Fills what remains of the buffer; how the bytes are asked for does not change them. */
  void fill(ByteBuffer buffer) {
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    while (bytesLeftInWord > 0 && buffer.hasRemaining()) buffer.put(nextByte());
    while (buffer.remaining() >= Long.BYTES) buffer.putLong(nextWord());
    while (buffer.hasRemaining()) {
      if (bytesLeftInWord == 0) {
        word = nextWord();
        bytesLeftInWord = Long.BYTES;
      }
      buffer.put(nextByte());
    }
  }

  private byte nextByte() {
    byte next = (byte) word;
    word >>>= Byte.SIZE;
    bytesLeftInWord--;
    return next;
  }

  private long nextWord() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
