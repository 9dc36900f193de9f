package io.processdistro.controller.live;

import io.processdistro.common.values.GrainRange;

/**
 * How far a line of grains is, in at most {@value #CELLS_MAX} cells however long it is. A range
 * costs as many steps as it touches cells, so a whole job at most its tasks and its cells together.
 */
final class TileMap {
  static final int CELLS_MAX = 4_096;

  private static final int TENTHS = 10;

  private long grains;
  private long grainsPerCell;
  private long[] done;

  /** Leases that are out; of these, those that were stolen and those that are second copies. */
  private int[] out;

  private int[] stolen;
  private int[] hedged;

  /** Grains that failed or were lost, and wait again. */
  private long[] troubled;

  TileMap(long grains) {
    this.grains = grains;
    this.grainsPerCell = Math.ceilDiv(grains, CELLS_MAX);
    int cells = cells();
    done = new long[cells];
    out = new int[cells];
    stolen = new int[cells];
    hedged = new int[cells];
    troubled = new long[cells];
  }

  /** The line is longer now. */
  void grow(long newGrains) {
    if (newGrains <= grains) return;
    var former = this;
    var copy = new TileMap(newGrains);
    // Whole cells become one, so that every grain stays where it counts.
    long factor = Math.ceilDiv(copy.grainsPerCell, former.grainsPerCell);
    copy.grainsPerCell = factor * former.grainsPerCell;
    for (int cell = 0; cell < former.done.length; cell++) {
      int into = (int) (cell / factor);
      copy.done[into] += former.done[cell];
      copy.out[into] += former.out[cell];
      copy.stolen[into] += former.stolen[cell];
      copy.hedged[into] += former.hedged[cell];
      copy.troubled[into] += former.troubled[cell];
    }
    grains = copy.grains;
    grainsPerCell = copy.grainsPerCell;
    done = copy.done;
    out = copy.out;
    stolen = copy.stolen;
    hedged = copy.hedged;
    troubled = copy.troubled;
  }

  int cells() {
    return Math.toIntExact(Math.ceilDiv(grains, grainsPerCell));
  }

  long grainsPerCell() {
    return grainsPerCell;
  }

  void leased(GrainRange range, SpanKind kind) {
    for (int cell = first(range); cell <= last(range); cell++) {
      count(cell, kind, 1);
      troubled[cell] = Math.max(0, troubled[cell] - overlap(cell, range));
    }
  }

  /** A lease is out no more, whatever became of it. */
  void ended(GrainRange range, SpanKind kind) {
    for (int cell = first(range); cell <= last(range); cell++) count(cell, kind, -1);
  }

  void accepted(GrainRange range) {
    for (int cell = first(range); cell <= last(range); cell++) done[cell] += overlap(cell, range);
  }

  void troubled(GrainRange range) {
    for (int cell = first(range); cell <= last(range); cell++) {
      troubled[cell] += overlap(cell, range);
    }
  }

  private void count(int cell, SpanKind kind, int by) {
    out[cell] += by;
    if (kind == SpanKind.STOLEN) stolen[cell] += by;
    if (kind == SpanKind.HEDGE) hedged[cell] += by;
  }

  private int first(GrainRange range) {
    return (int) (range.from() / grainsPerCell);
  }

  private int last(GrainRange range) {
    return (int) ((Math.min(range.to(), grains) - 1) / grainsPerCell);
  }

  private long overlap(int cell, GrainRange range) {
    long from = Math.max(range.from(), cell * grainsPerCell);
    long to = Math.min(range.to(), (cell + 1) * grainsPerCell);
    return to - from;
  }

  /** One character per cell, as the API describes them. */
  String map() {
    int cells = cells();
    var map = new char[cells];
    for (int cell = 0; cell < cells; cell++) map[cell] = character(cell);
    return new String(map);
  }

  private char character(int cell) {
    long length = Math.min(grains - cell * grainsPerCell, grainsPerCell);
    if (done[cell] >= length) return 'd';
    if (hedged[cell] > 0) return 'h';
    if (stolen[cell] > 0) return 's';
    if (out[cell] > 0) return 'r';
    if (troubled[cell] > 0) return 'x';
    long tenths = TENTHS * done[cell] / length;
    if (tenths > 0) return (char) ('0' + tenths);
    return done[cell] > 0 ? '1' : '.';
  }
}
