package io.processdistro.node.runner.wasi;

import io.processdistro.node.runner.guest.GuestMemory;

/**
 * A list of places in a guest's memory, as {@code fd_read} and {@code fd_write} take it, read once:
 * what is written to these places afterwards may change the list in memory, but not this.
 *
 * @param pointers unsigned, inside of the memory together with their lengths
 * @param totalBytes sum of the lengths, at most {@link Integer#MAX_VALUE}
 */
record GuestVectors(long[] pointers, long[] lengths, long totalBytes) {
  /** As on Linux; one call cannot keep the node busy for long. */
  private static final int COUNT_MAX = 1024;

  private static final int VECTOR_BYTES = 8;

  static WasiErrno check(GuestMemory memory, long list, long count) {
    if (count > COUNT_MAX) return WasiErrno.INVALID;
    return memory.contains(list, count * VECTOR_BYTES) ? WasiErrno.SUCCESS : WasiErrno.FAULT;
  }

  /** Of a list for which {@link #check} found nothing. */
  static GuestVectors read(GuestMemory memory, long list, long count) {
    var pointers = new long[(int) count];
    var lengths = new long[(int) count];
    long total = 0;
    for (int i = 0; i < count; i++) {
      long vector = list + (long) i * VECTOR_BYTES;
      pointers[i] = Integer.toUnsignedLong(memory.readInt(vector));
      lengths[i] = Integer.toUnsignedLong(memory.readInt(vector + Integer.BYTES));
      total += lengths[i];
    }
    return new GuestVectors(pointers, lengths, total);
  }

  /** Whether everything that is pointed at lies inside, and is not too much for one answer. */
  WasiErrno checkTargets(GuestMemory memory) {
    for (int i = 0; i < pointers.length; i++) {
      if (!memory.contains(pointers[i], lengths[i])) return WasiErrno.FAULT;
    }
    return totalBytes > Integer.MAX_VALUE ? WasiErrno.INVALID : WasiErrno.SUCCESS;
  }
}
