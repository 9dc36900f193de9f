package io.processdistro.tools.faultproxy;

import java.io.ByteArrayOutputStream;
import java.util.random.RandomGenerator;

/**
 * Flips bits in a stream of bytes and repeats parts of it. Where depends on the random numbers and
 * on the position in the stream alone, not on the pieces in which the stream comes: the same seed
 * and stream give the same damage. For one thread.
 */
final class Damage {
  private static final int REPEATED_BYTES_MAX = 64;

  /** What one kind of damage does next. */
  private static final class Schedule {
    private final RandomGenerator random;
    private long everyBytes;
    private long nextPosition;

    Schedule(RandomGenerator random) {
      this.random = random;
    }

    /** The next place at or after {@code from}; {@link Long#MAX_VALUE} if there is none. */
    long next(long from, long everyBytes) {
      if (everyBytes == 0) {
        this.everyBytes = 0;
        return Long.MAX_VALUE;
      }
      if (everyBytes != this.everyBytes) {
        this.everyBytes = everyBytes;
        draw(from);
      }
      return nextPosition;
    }

    void draw(long from) {
      nextPosition = from + (long) (random.nextExponential() * everyBytes);
    }
  }

  private final RandomGenerator random;
  private final Schedule flips;
  private final Schedule repeats;
  private final ProxyCounters counters;
  private long position;

  Damage(RandomGenerator random, ProxyCounters counters) {
    this.random = random;
    this.flips = new Schedule(random);
    this.repeats = new Schedule(random);
    this.counters = counters;
  }

  /** What arrives instead of these bytes; the same array if nothing happens to them. */
  byte[] applyTo(byte[] bytes, LinkFaults faults) {
    long end = position + bytes.length;
    flip(bytes, end, faults.corruptEveryBytes());
    var arriving = repeat(bytes, end, faults.duplicateEveryBytes());
    position = end;
    return arriving;
  }

  private void flip(byte[] bytes, long end, long everyBytes) {
    for (long at = flips.next(position, everyBytes);
        at < end;
        at = flips.next(position, everyBytes)) {
      bytes[(int) (at - position)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      counters.flippedBits.increment();
      flips.draw(at + 1);
    }
  }

  private byte[] repeat(byte[] bytes, long end, long everyBytes) {
    if (repeats.next(position, everyBytes) >= end) return bytes;
    var arriving = new ByteArrayOutputStream(bytes.length + REPEATED_BYTES_MAX);
    int written = 0;
    for (long at = repeats.next(position, everyBytes);
        at < end;
        at = repeats.next(position, everyBytes)) {
      int from = (int) (at - position);
      int until = Math.min(bytes.length, from + REPEATED_BYTES_MAX);
      arriving.write(bytes, written, until - written);
      arriving.write(bytes, from, until - from);
      written = until;
      counters.repeatedBytes.add(until - from);
      repeats.draw(position + until);
    }
    arriving.write(bytes, written, bytes.length - written);
    return arriving.toByteArray();
  }
}
