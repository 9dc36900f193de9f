package io.processdistro.controller.tasks.modules;

import java.util.Arrays;

/** Stretches of some content, in order: where the chunks lie. Grows; not thread-safe. */
final class Spans {
  private long[] offsets = new long[16];
  private int[] lengths = new int[16];
  private int count;

  void add(long offset, int lengthBytes) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    offsets[count] = offset;
    lengths[count++] = lengthBytes;
  }

  int count() {
    return count;
  }

  long offset(int index) {
    return offsets[index];
  }

  int lengthBytes(int index) {
    return lengths[index];
  }
}
