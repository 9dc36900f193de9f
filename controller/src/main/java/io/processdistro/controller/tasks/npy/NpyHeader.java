package io.processdistro.controller.tasks.npy;

import java.nio.charset.StandardCharsets;

/**
 * What a .npy file says about its array: a matrix of {@code rows} x {@code columns} elements that
 * begin at {@code dataOffsetBytes} of the file.
 *
 * @param fortranOrder whether the first index varies fastest
 */
public record NpyHeader(
    NpyElement element, boolean fortranOrder, long rows, long columns, long dataOffsetBytes) {
  /** Of format 1.0: 6 magic bytes, 2 of the version, 2 of the header's length. */
  private static final int PREFIX_BYTES = 10;

  /** numpy aligns the data so; readers may map it. */
  private static final int DATA_ALIGNMENT_BYTES = 64;

  public NpyHeader {
    if (rows < 1 || columns < 1 || columns > (Long.MAX_VALUE / 8 - dataOffsetBytes) / rows) {
      throw new IllegalArgumentException(
          "an array needs at least one row and column and at most 2^60 elements, was "
              + rows
              + " x "
              + columns);
    }
  }

  /** The header that {@link #encode} writes for a matrix in C order. */
  public static NpyHeader ofMatrix(NpyElement element, long rows, long columns) {
    return new NpyHeader(element, false, rows, columns, encoded(element, rows, columns).length);
  }

  public long dataBytes() {
    return rows * columns * element.bytes();
  }

  public long fileBytes() {
    return dataOffsetBytes + dataBytes();
  }

  /** The same numbers with rows and columns exchanged and the other order: no byte moves. */
  public NpyHeader transposed() {
    return new NpyHeader(element, !fortranOrder, columns, rows, dataOffsetBytes);
  }

  /**
   * The bytes before the data, in format 1.0 as numpy writes it.
   *
   * @throws IllegalStateException for an array in Fortran order, which is never written
   */
  public byte[] encode() {
    if (fortranOrder) throw new IllegalStateException("arrays are written in C order only");
    return encoded(element, rows, columns);
  }

  private static byte[] encoded(NpyElement element, long rows, long columns) {
    var dictionary =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(element.descriptor(), rows, columns);
    int unpadded = PREFIX_BYTES + dictionary.length() + 1;
    int padding = Math.floorMod(-unpadded, DATA_ALIGNMENT_BYTES);
    int length = dictionary.length() + padding + 1;
    var prefix = "\u0093NUMPY\u0001\u0000" + (char) (length & 0xff) + (char) (length >>> 8);
    return (prefix + dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
