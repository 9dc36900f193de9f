package io.processdistro.controller.tasks.matrix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The matrix_mul kernel in plain Java, written from the layout's description: decodes the header
 * and the panels by itself. Fails an assertion where the real one returns an error code.
 */
final class ReferenceMatrixKernel {
  private final ByteBuffer input;
  private final boolean seeded;
  private final int elementA;
  private final int elementB;
  private final int elementC;
  private final int edge;
  private final int inner;
  private final long rows;
  private final long columns;
  private final long blockRows;
  private final long blockColumns;
  private final long seed;
  private final Map<Long, Integer> aPanels = new HashMap<>();
  private final Map<Long, Integer> bPanels = new HashMap<>();

  private ReferenceMatrixKernel(byte[] bytes) {
    input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    seeded = input.getInt(0) == 0;
    elementA = input.getInt(4) == 0 ? 8 : 4;
    elementB = input.getInt(8) == 0 ? 8 : 4;
    elementC = input.getInt(12) == 0 ? 8 : 4;
    edge = input.getInt(16);
    inner = input.getInt(20);
    rows = input.getLong(24);
    columns = input.getLong(32);
    seed = input.getLong(56);
    blockRows = Math.ceilDiv(rows, (long) edge);
    blockColumns = Math.ceilDiv(columns, (long) edge);
    int columnPanels = input.getInt(72);
    int at = Math.ceilDiv(80 + 4 * columnPanels, 16) * 16;
    if (!seeded) {
      for (int i = 0; i < input.getInt(68); i++) {
        long row = input.getInt(64) + i;
        aPanels.put(row, at);
        at += panelLines(row, rows) * inner * elementA;
      }
      for (int i = 0; i < columnPanels; i++) {
        long column = input.getInt(80 + 4 * i);
        bPanels.put(column, at);
        at += panelLines(column, columns) * inner * elementB;
      }
    }
    if (at != bytes.length) {
      throw new AssertionError("the input has " + bytes.length + " bytes, not " + at);
    }
  }

  static byte[] execute(byte[] bytes) {
    return new ReferenceMatrixKernel(bytes).run();
  }

  private byte[] run() {
    var output = ByteBuffer.allocate(1 << 24).order(ByteOrder.LITTLE_ENDIAN);
    for (long block = input.getLong(40); block < input.getLong(48); block++) {
      long band = Math.min(Math.max(1, blockRows / 4) - 1, block / (4 * blockColumns));
      long bandRows = band < blockRows / 4 - 1 ? 4 : blockRows - 4 * band;
      long inBand = block - 4 * band * blockColumns;
      long blockRow = 4 * band + inBand % bandRows;
      long blockColumn = inBand / bandRows;
      for (int i = 0; i < Math.min(edge, rows - blockRow * edge); i++) {
        for (int j = 0; j < Math.min(edge, columns - blockColumn * edge); j++) {
          double sum = 0;
          for (int k = 0; k < inner; k++) sum += a(blockRow, i, k) * b(blockColumn, k, j);
          if (elementC == 8) {
            output.putDouble(sum);
          } else {
            output.putFloat((float) sum);
          }
        }
      }
    }
    return java.util.Arrays.copyOf(output.array(), output.position());
  }

  private double a(long block, int line, int k) {
    if (seeded) return seededElement(1 + 2 * ((block * edge + line) * inner + k));
    return element(aPanels.get(block), elementA, line, k);
  }

  private double b(long block, int k, int line) {
    if (seeded) return seededElement(2 + 2 * (k * columns + block * edge + line));
    return element(bPanels.get(block), elementB, line, k);
  }

  private double element(int panel, int bytes, int line, int k) {
    int index = (line / 4 * inner + k) * 4 + line % 4;
    return bytes == 8 ? input.getDouble(panel + 8 * index) : input.getFloat(panel + 4 * index);
  }

  private double seededElement(long step) {
    long state = seed + 0x9E3779B97F4A7C15L * step;
    state = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    state = (state ^ (state >>> 27)) * 0x94D049BB133111EBL;
    state ^= state >>> 31;
    return (state >>> 11) * 0x1p-53 * 2 - 1;
  }

  private int panelLines(long block, long extent) {
    return Math.ceilDiv((int) Math.min(edge, extent - block * edge), 4) * 4;
  }
}
