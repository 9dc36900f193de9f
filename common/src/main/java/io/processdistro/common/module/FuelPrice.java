package io.processdistro.common.module;

/** What instructions cost whose work depends on their last operand, on top of 1 for themselves. */
enum FuelPrice {
  /** Bytes: 1 for every 8, rounded down. */
  BYTES(Opcodes.I64_SHR_U, 3),
  /** Elements of tables: 1 for each. */
  ELEMENTS(Opcodes.I64_SHL, 0),
  /** Pages of 64 KiB, which have to be zeroed: 1 for every 8 bytes. */
  PAGES(Opcodes.I64_SHL, 13);

  private final int shift;
  private final int bits;

  FuelPrice(int shift, int bits) {
    this.shift = shift;
    this.bits = bits;
  }

  /** Null for instructions that always do the same work. */
  static FuelPrice ofBulk(int opcode) {
    return switch (opcode) {
      case Opcodes.MEMORY_INIT, Opcodes.MEMORY_COPY, Opcodes.MEMORY_FILL -> BYTES;
      case Opcodes.TABLE_INIT, Opcodes.TABLE_COPY, Opcodes.TABLE_GROW, Opcodes.TABLE_FILL ->
          ELEMENTS;
      case Opcodes.MEMORY_GROW -> PAGES;
      default -> null;
    };
  }

  /** Makes the i64 operand on top of the stack its price. */
  void write(ByteWriter out) {
    out.oneByte(Opcodes.I64_CONST).signed(bits).oneByte(shift);
  }
}
