package io.processdistro.common.module;

import java.util.ArrayList;
import java.util.List;

/**
 * What the regions of one function cost. A region is all code of a function, or of a loop, that is
 * in no loop further inside; branches only ever go back to the head of a loop, so between two
 * passes over a region's head each of its instructions runs at most once. Charged at its head, a
 * region has therefore paid for whatever of it is run.
 *
 * @param costs of the function's own region, then of each loop's in the order of their heads; every
 *     instruction costs 1, the marks {@code block}, {@code loop}, {@code else} and {@code end} cost
 *     nothing
 * @param bulk whether there are instructions that work on as many bytes or elements as an operand
 *     says
 */
record FuelRegions(List<Long> costs, boolean bulk) {
  private static final int FUNCTION_REGION = 0;
  private static final int NO_LOOP = -1;

  /**
   * @param reader stands on the first instruction
   */
  static FuelRegions of(ByteReader reader) throws ModuleRefusedException {
    var costs = new ArrayList<Long>();
    costs.add(0L);
    var bulk = false;
    var open = new ArrayList<Integer>();
    int region = FUNCTION_REGION;
    var cursor = new InstructionCursor(reader);
    while (cursor.next()) {
      switch (cursor.opcode()) {
        case Opcodes.BLOCK -> open.add(NO_LOOP);
        case Opcodes.LOOP -> {
          open.add(region);
          region = costs.size();
          costs.add(0L);
        }
        case Opcodes.IF -> {
          open.add(NO_LOOP);
          costs.set(region, costs.get(region) + 1);
        }
        case Opcodes.END -> {
          int outer = open.isEmpty() ? NO_LOOP : open.removeLast();
          if (outer != NO_LOOP) region = outer;
        }
        case Opcodes.ELSE -> {
          // A mark, no work.
        }
        default -> {
          costs.set(region, costs.get(region) + 1);
          bulk |= FuelPrice.ofBulk(cursor.opcode()) != null;
        }
      }
    }
    return new FuelRegions(costs, bulk);
  }

  /** Whether the budget is worth keeping in a local while the function runs. */
  boolean inLocal() {
    return bulk || costs.size() > 1;
  }

  /** How many groups of locals metering adds to the function. */
  int addedLocals() {
    if (bulk) return 2;
    return inLocal() ? 1 : 0;
  }
}
