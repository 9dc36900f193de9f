package io.processdistro.common.values;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * {@code length} bytes of a blob, from {@code offset} on. The blob travels whole and is cached; the
 * slice is what a task sees.
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record BlobSlice(ContentHash blob, long offset, long length) {
  public BlobSlice {
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException(
          "a blob slice needs offset >= 0 and length >= 0, was offset "
              + offset
              + ", length "
              + length);
    }
  }

  /** The whole of a blob of {@code length} bytes. */
  public static BlobSlice whole(ContentHash blob, long length) {
    return new BlobSlice(blob, 0, length);
  }
}
