package io.processdistro.controller.tasks.matrix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Matrices for tests, as double[rows][columns], and their .npy files written without the code under
 * test.
 */
final class Matrices {
  private Matrices() {}

  /** Small whole numbers and halves: exact in f32, and their products' sums are exact in f64. */
  static double[][] random(int rows, int columns, long seed) {
    var random = new Random(seed);
    var matrix = new double[rows][columns];
    for (var row : matrix) {
      for (int j = 0; j < columns; j++) row[j] = random.nextInt(-64, 65) / 2.0;
    }
    return matrix;
  }

  static double[][] product(double[][] a, double[][] b) {
    var c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) c[i][j] += a[i][k] * b[k][j];
      }
    }
    return c;
  }

  /**
   * @param descriptor {@code <f8} or {@code <f4}
   */
  static Path write(Path path, double[][] matrix, String descriptor, boolean fortran)
      throws IOException {
    int rows = matrix.length;
    int columns = matrix[0].length;
    var header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%d, %d), }"
            .formatted(descriptor, fortran ? "True" : "False", rows, columns);
    header += " ".repeat(118 - header.length() - 1) + "\n";
    boolean narrow = descriptor.equals("<f4");
    var bytes =
        ByteBuffer.allocate(128 + rows * columns * (narrow ? 4 : 8)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
    for (int element = 0; element < rows * columns; element++) {
      double value =
          fortran
              ? matrix[element % rows][element / rows]
              : matrix[element / columns][element % columns];
      if (narrow) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    return Files.write(path, bytes.array());
  }

  /** Reads what {@link #write} writes in C order; checks the header byte by byte. */
  static double[][] read(Path path, int rows, int columns, String descriptor) throws IOException {
    var expected =
        Files.readAllBytes(
            write(
                Files.createTempFile("expected", ".npy"),
                new double[rows][columns],
                descriptor,
                false));
    var bytes = Files.readAllBytes(path);
    if (bytes.length != expected.length) {
      throw new AssertionError(path + " has " + bytes.length + " bytes, not " + expected.length);
    }
    for (int i = 0; i < 128; i++) {
      if (bytes[i] != expected[i]) throw new AssertionError("header differs at byte " + i);
    }
    var data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(128);
    var matrix = new double[rows][columns];
    for (var row : matrix) {
      for (int j = 0; j < columns; j++) {
        row[j] = descriptor.equals("<f4") ? data.getFloat() : data.getDouble();
      }
    }
    return matrix;
  }
}
