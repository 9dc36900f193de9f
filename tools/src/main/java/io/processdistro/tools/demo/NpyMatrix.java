package io.processdistro.tools.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A matrix in memory, and as the {@code .npy} file that numpy.save makes of it (format 1.0, C
 * order). Reads f64, f32 and i32; all become doubles, which hold each of them exactly.
 *
 * @param values row by row
 */
public record NpyMatrix(int rows, int columns, double[] values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT_BYTES = 64;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(<f8|<f4|<i4)', 'fortran_order': False, 'shape': \\(([0-9]+), ([0-9]+)\\), \\}\\s*");

  public NpyMatrix {
    if ((long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " is not " + values.length + " values");
    }
  }

  /** Values in [-1, 1). */
  public static NpyMatrix random(int rows, int columns, RandomGenerator random) {
    return new NpyMatrix(rows, columns, random.doubles((long) rows * columns, -1, 1).toArray());
  }

  public double at(int row, int column) {
    return values[row * columns + column];
  }

  /** Writes f64. */
  public void write(Path file) throws IOException {
    var dictionary =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
    int unpadded = MAGIC.length + Short.BYTES + dictionary.length() + 1;
    int padding = (ALIGNMENT_BYTES - unpadded % ALIGNMENT_BYTES) % ALIGNMENT_BYTES;
    var header = dictionary + " ".repeat(padding) + "\n";
    var bytes =
        ByteBuffer.allocate(unpadded + padding + values.length * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    bytes.asDoubleBuffer().put(values);
    Files.write(file, bytes.array());
  }

  /**
   * @throws IOException if the file is not a two-dimensional array of a type above in C order,
   *     whole and nothing more
   */
  public static NpyMatrix read(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    var magic = new byte[MAGIC.length];
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) throw new IOException(file + " is not .npy 1.0");
    var text = new byte[Short.toUnsignedInt(bytes.getShort())];
    bytes.get(text);
    var header = HEADER.matcher(new String(text, StandardCharsets.US_ASCII));
    if (!header.matches()) {
      throw new IOException(
          file + ": unexpected header " + new String(text, StandardCharsets.US_ASCII));
    }
    int rows = Integer.parseInt(header.group(2));
    int columns = Integer.parseInt(header.group(3));
    var values = new double[Math.multiplyExact(rows, columns)];
    int elementBytes = header.group(1).equals("<f8") ? Double.BYTES : Float.BYTES;
    if (bytes.remaining() != (long) values.length * elementBytes) {
      throw new IOException(
          file + " has " + bytes.remaining() + " bytes of data, wrong for its shape");
    }
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (header.group(1)) {
            case "<f8" -> bytes.getDouble();
            case "<f4" -> bytes.getFloat();
            default -> bytes.getInt();
          };
    }
    return new NpyMatrix(rows, columns, values);
  }
}
