package io.processdistro.wasm.reference;

/** Matrix products in plain loops, and the matrices that a seed stands for. Row-major arrays. */
public final class ReferenceMatrix {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private ReferenceMatrix() {}

  /** C (rows x columns) = A (rows x inner) * B (inner x columns). */
  public static double[] multiply(double[] a, double[] b, int rows, int inner, int columns) {
    var c = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        double factor = a[i * inner + k];
        for (int j = 0; j < columns; j++) c[i * columns + j] += factor * b[k * columns + j];
      }
    }
    return c;
  }

  /** The matrix A of a seeded matrix_mul job. */
  public static double[] seededA(long seed, int rows, int inner) {
    return seeded(seed + GOLDEN_GAMMA, rows * inner);
  }

  /** The matrix B of a seeded matrix_mul job. */
  public static double[] seededB(long seed, int inner, int columns) {
    return seeded(seed + 2 * GOLDEN_GAMMA, inner * columns);
  }

  private static double[] seeded(long firstState, int count) {
    var elements = new double[count];
    for (int n = 0; n < count; n++) {
      long bits = SplitMix64.mix(firstState + 2 * n * GOLDEN_GAMMA) >>> 11;
      elements[n] = bits * 0x1p-53 * 2 - 1;
    }
    return elements;
  }
}
