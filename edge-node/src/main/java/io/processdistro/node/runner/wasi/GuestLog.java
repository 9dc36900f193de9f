package io.processdistro.node.runner.wasi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a guest writes to its standard error. The latest bytes are kept, because they tell what it
 * died of; what was before is only counted. As text it is safe to show anywhere: no control
 * characters but line ends and tabs.
 */
final class GuestLog {
  private static final int FIRST_BYTES = 4 << 10;

  private final int bytesMax;
  private byte[] ring;
  private long written;

  GuestLog(long bytesMax) {
    this.bytesMax = Math.toIntExact(Math.clamp(bytesMax, 0, 1 << 20));
    this.ring = new byte[Math.min(FIRST_BYTES, this.bytesMax)];
  }

  /** How many of the latest bytes are worth handing over at once. */
  int bytesMax() {
    return bytesMax;
  }

  /** Takes the first {@code length} bytes, of which at most {@link #bytesMax} can be kept. */
  void append(byte[] bytes, int length) {
    if (written + length > ring.length && ring.length < bytesMax) grow(written + length);
    for (int i = 0; i < length && ring.length > 0; i++) {
      ring[(int) ((written + i) % ring.length)] = bytes[i];
    }
    written += length;
  }

  /** Counts bytes that were written, but are older than what can be kept. */
  void skip(long bytes) {
    if (ring.length < bytesMax) grow(bytesMax);
    written += bytes;
  }

  /** Before the ring is full its bytes lie in order, so that they can be copied. */
  private void grow(long wanted) {
    ring = Arrays.copyOf(ring, (int) Math.min(bytesMax, Math.max(wanted, 2L * ring.length)));
  }

  /** Empty if nothing was written; at most {@code bytesMax} bytes of UTF-8, and one more line. */
  String text() {
    int kept = (int) Math.min(written, ring.length);
    var latest = new byte[kept];
    for (int i = 0; i < kept; i++) latest[i] = ring[(int) ((written - kept + i) % ring.length)];
    var escaped = LogText.lastBytes(new String(latest, StandardCharsets.UTF_8), bytesMax);
    return written > kept ? "… (" + (written - kept) + " bytes before this)\n" + escaped : escaped;
  }
}
