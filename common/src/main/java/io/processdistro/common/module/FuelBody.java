package io.processdistro.common.module;

/** Writes the instructions of a function that keeps its budget in a local. */
final class FuelBody {
  private final byte[] bytes;
  private final FuelRegions regions;
  private final FuelCode fuel;
  private final ByteWriter out;
  private int loops;
  private int nesting;

  FuelBody(byte[] bytes, FuelRegions regions, FuelCode fuel, ByteWriter out) {
    this.bytes = bytes;
    this.regions = regions;
    this.fuel = fuel;
    this.out = out;
  }

  /**
   * @param reader stands on the first instruction
   */
  void write(ByteReader reader) throws ModuleRefusedException {
    fuel.chargeAndLoad(regions.costs().getFirst(), out);
    var cursor = new InstructionCursor(reader);
    while (cursor.next()) {
      before(cursor);
      out.copy(bytes, cursor.start(), cursor.end());
      after(cursor);
    }
  }

  private void before(InstructionCursor cursor) {
    switch (cursor.opcode()) {
      case Opcodes.CALL, Opcodes.CALL_INDIRECT, Opcodes.RETURN -> fuel.store(out);
      case Opcodes.BR, Opcodes.BR_IF, Opcodes.BR_TABLE -> {
        if (cursor.deepestLabel() >= nesting) fuel.store(out);
      }
      case Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF -> nesting++;
      case Opcodes.END -> {
        if (nesting == 0) fuel.store(out);
        nesting--;
      }
      default -> {
        var price = FuelPrice.ofBulk(cursor.opcode());
        if (price != null) fuel.chargeBulk(price, out);
      }
    }
  }

  private void after(InstructionCursor cursor) {
    switch (cursor.opcode()) {
      case Opcodes.CALL, Opcodes.CALL_INDIRECT -> fuel.load(out);
      case Opcodes.LOOP -> fuel.chargeLocal(regions.costs().get(++loops), out);
      default -> {
        // Nobody else has touched the budget.
      }
    }
  }
}
