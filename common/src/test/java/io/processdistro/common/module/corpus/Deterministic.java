package io.processdistro.common.module.corpus;

import java.util.List;

/** Modules that look for differences between machines, runs or tasks; all of them succeed. */
final class Deterministic {
  private static final int I64_STORE = 0x37;
  private static final int F64_DIV = 0xa3;
  private static final int I64_LOAD = 0x29;
  private static final int OUTPUT_AT = 2_048;
  private static final long EIGHT_BYTES_OUT = (long) OUTPUT_AT << 32 | 8;

  private Deterministic() {}

  static List<HostileModule> all() {
    return List.of(
        succeeds("NaN of 0 / 0", bits(zero().times(1, zero()).op(F64_DIV))),
        succeeds("the square root of -1", bits(minusOne().op(0x9f))),
        succeeds(
            "NaN of a difference of infinities", bits(infinity().times(1, infinity()).op(0xa1))),
        succeeds(
            "what memory.grow answers",
            Tasks.execute(store(new Code().i32(1).memoryGrow().op(0xad)))),
        succeeds(
            "what a forbidden memory.grow answers",
            Tasks.execute(store(new Code().i32(60_000).memoryGrow().op(0xad)))),
        succeeds(
            "what is in fresh memory",
            Tasks.execute(store(new Code().i32(40_000).memory(I64_LOAD, 0)))),
        succeeds("marks left in memory and looked for", marks()),
        succeeds("marks left in a global and looked for", globalMarks()));
  }

  /** Traps if a task before it, of the same module, has left its mark. */
  private static byte[] marks() {
    return Tasks.execute(
        new Code()
            .i32(50_000)
            .memory(I64_LOAD, 0)
            .op(0x50, 0x45) // i64.eqz, i32.eqz
            .when()
            .unreachable()
            .end()
            .i32(50_000)
            .i64(0x5ec2e7)
            .memory(I64_STORE, 0)
            .i64(0));
  }

  private static byte[] globalMarks() {
    var code =
        new Code()
            .globalGet(0)
            .op(0x50, 0x45)
            .when()
            .unreachable()
            .end()
            .i64(1)
            .globalSet(0)
            .i64(0);
    return Tasks.execute(code, builder -> builder.memory(1).global(Code.I64, new Code().i64(0)));
  }

  private static byte[] bits(Code number) {
    return Tasks.execute(store(number.op(0xbd))); // i64.reinterpret_f64
  }

  /** Makes the i64 that the instructions leave the output. */
  private static Code store(Code value) {
    return new Code().i32(OUTPUT_AT).times(1, value).memory(I64_STORE, 0).i64(EIGHT_BYTES_OUT);
  }

  private static Code zero() {
    return new Code().op(0x44, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static Code minusOne() {
    return new Code().op(0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0xbf);
  }

  private static Code infinity() {
    return new Code().op(0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f);
  }

  private static HostileModule succeeds(String name, byte[] module) {
    return HostileModule.contained(name, module, Wall.NONE);
  }
}
