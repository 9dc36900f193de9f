package io.processdistro.controller.tasks;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.wire.WireLimits;
import java.util.List;

/**
 * The input of one task: {@code header} followed by the bytes of every part, in order.
 *
 * @param header at most {@link WireLimits#INLINE_BYTES_MAX} bytes; not copied, do not change it
 * @param parts at most {@link #PARTS_MAX}
 */
public record TaskInput(byte[] header, List<BlobSlice> parts) {
  /** So that the grant of one task stays below a tenth of a frame (about 60 bytes each). */
  public static final int PARTS_MAX = 1024;

  public TaskInput {
    parts = List.copyOf(parts);
    if (header.length > WireLimits.INLINE_BYTES_MAX || parts.size() > PARTS_MAX) {
      throw new IllegalArgumentException(
          "a task input has at most "
              + WireLimits.INLINE_BYTES_MAX
              + " header bytes and "
              + PARTS_MAX
              + " parts, was "
              + header.length
              + " and "
              + parts.size());
    }
  }
}
