package io.processdistro.common.wire;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.processdistro.common.values.BlobSlice;
import java.util.List;

/**
 * One lease as it travels: the task's input is {@code header} followed by the bytes of every part,
 * in order.
 *
 * @param number the lease's number in the epoch of its Assign
 * @param terms index into the Assign's list of terms
 * @param from first grain of the range
 * @param to end of the range, exclusive
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record LeaseGrant(
    long number, int terms, long from, long to, byte[] header, List<BlobSlice> parts) {
  public LeaseGrant {
    parts = List.copyOf(parts);
    if (header.length > WireLimits.INLINE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "an inline header has at most "
              + WireLimits.INLINE_BYTES_MAX
              + " bytes, was "
              + header.length);
    }
  }
}
