package io.processdistro.common.module;

import java.util.Arrays;
import java.util.List;

/**
 * The instructions that metering adds to one function. All of them name the budget's global or one
 * of the added locals, which no instruction of the original can, so that they can be told apart
 * from it and taken out again.
 */
final class FuelCode {
  /** Any price: what stands between the two parts of a charge. */
  private record Charge(byte[] before, byte[] after) {
    void write(long price, ByteWriter out) {
      out.copy(before).signed(price).copy(after);
    }

    int lengthAt(byte[] bytes, int start, int end) throws ModuleRefusedException {
      if (!startsWith(bytes, start, end, before)) return 0;
      var reader =
          new ByteReader(bytes, new Span(start + before.length, end), "a metered function");
      reader.signedNumber(Long.SIZE);
      if (!startsWith(bytes, reader.position(), end, after)) return 0;
      return reader.position() + after.length - start;
    }
  }

  private final Charge inGlobal;
  private final Charge intoLocal;
  private final Charge inLocal;
  private final byte[] store;
  private final byte[] load;
  private final byte[][] bulk = new byte[FuelPrice.values().length][];

  /**
   * @param global the budget
   * @param budget a local for it; not used by functions that keep it in the global
   * @param length a local for an operand; only used by functions with bulk instructions
   */
  FuelCode(int global, int budget, int length) {
    var trapIfBelowZero =
        new ByteWriter()
            .oneByte(Opcodes.I64_CONST)
            .signed(0)
            .oneByte(Opcodes.I64_LT_S)
            .oneByte(Opcodes.IF)
            .oneByte(Opcodes.EMPTY_BLOCK);
    store = code(Opcodes.LOCAL_GET, budget, Opcodes.GLOBAL_SET, global);
    load = code(Opcodes.GLOBAL_GET, global, Opcodes.LOCAL_SET, budget);
    var afterInGlobal =
        new ByteWriter()
            .oneByte(Opcodes.I64_SUB)
            .copy(code(Opcodes.GLOBAL_SET, global, Opcodes.GLOBAL_GET, global))
            .copy(trapIfBelowZero.toBytes())
            .oneByte(Opcodes.UNREACHABLE)
            .oneByte(Opcodes.END);
    var afterInLocal =
        new ByteWriter()
            .oneByte(Opcodes.I64_SUB)
            .copy(code(Opcodes.LOCAL_TEE, budget))
            .copy(trapIfBelowZero.toBytes())
            .copy(store)
            .oneByte(Opcodes.UNREACHABLE)
            .oneByte(Opcodes.END)
            .toBytes();
    var fromGlobal =
        new ByteWriter().copy(code(Opcodes.GLOBAL_GET, global)).oneByte(Opcodes.I64_CONST);
    var fromLocal =
        new ByteWriter().copy(code(Opcodes.LOCAL_GET, budget)).oneByte(Opcodes.I64_CONST);
    inGlobal = new Charge(fromGlobal.toBytes(), afterInGlobal.toBytes());
    intoLocal = new Charge(fromGlobal.toBytes(), afterInLocal);
    inLocal = new Charge(fromLocal.toBytes(), afterInLocal);
    for (var price : FuelPrice.values()) {
      var charge =
          new ByteWriter()
              .copy(code(Opcodes.LOCAL_TEE, length))
              .copy(code(Opcodes.LOCAL_GET, budget, Opcodes.LOCAL_GET, length))
              .oneByte(Opcodes.I64_EXTEND_I32_U);
      price.write(charge);
      bulk[price.ordinal()] = charge.copy(afterInLocal).toBytes();
    }
  }

  /** At the head of a function that has no loops: takes the price from the global. */
  void chargeGlobal(long price, ByteWriter out) {
    if (price > 0) inGlobal.write(price, out);
  }

  /** At the head of every other function: fetches the budget and takes the price from it. */
  void chargeAndLoad(long price, ByteWriter out) {
    if (price > 0) intoLocal.write(price, out);
    else out.copy(load);
  }

  /** At the head of a loop. */
  void chargeLocal(long price, ByteWriter out) {
    if (price > 0) inLocal.write(price, out);
  }

  /** Before a bulk instruction, whose last operand lies on top of the stack and stays there. */
  void chargeBulk(FuelPrice price, ByteWriter out) {
    out.copy(bulk[price.ordinal()]);
  }

  /** Before anybody else looks at the budget: calls and the end of the function. */
  void store(ByteWriter out) {
    out.copy(store);
  }

  /** After somebody else may have used some of the budget. */
  void load(ByteWriter out) {
    out.copy(load);
  }

  /** How many bytes of added code begin at an instruction; 0 if it is none of these. */
  int lengthAt(byte[] bytes, int start, int end) throws ModuleRefusedException {
    for (var charge : List.of(inGlobal, intoLocal, inLocal)) {
      int length = charge.lengthAt(bytes, start, end);
      if (length > 0) return length;
    }
    if (startsWith(bytes, start, end, store)) return store.length;
    if (startsWith(bytes, start, end, load)) return load.length;
    for (var charge : bulk) {
      if (startsWith(bytes, start, end, charge)) return charge.length;
    }
    return 0;
  }

  private static byte[] code(int... opcodesAndIndices) {
    var out = new ByteWriter();
    for (int i = 0; i < opcodesAndIndices.length; i += 2) {
      out.oneByte(opcodesAndIndices[i]).unsigned(opcodesAndIndices[i + 1]);
    }
    return out.toBytes();
  }

  private static boolean startsWith(byte[] bytes, int start, int end, byte[] expected) {
    return end - start >= expected.length
        && Arrays.equals(bytes, start, start + expected.length, expected, 0, expected.length);
  }
}
