package io.processdistro.common.module.corpus;

import java.util.List;

/** Everything in WebAssembly that traps. */
final class Trapping {
  private static final int I32_LOAD = 0x28;
  private static final int I32_STORE = 0x36;

  private Trapping() {}

  static List<HostileModule> all() {
    return List.of(
        trap("unreachable", new Code().unreachable()),
        trap("a division by zero", new Code().i32(1).i32(0).op(0x6d).drop()),
        trap("a remainder by zero", new Code().i64(1).i64(0).op(0x81).drop()),
        trap("INT_MIN / -1", new Code().i32(Integer.MIN_VALUE).i32(-1).op(0x6d).drop()),
        trap("LONG_MIN / -1", new Code().i64(Long.MIN_VALUE).i64(-1).op(0x7f).drop()),
        trap("an int of NaN", new Code().op(0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f).op(0xaa).drop()),
        trap(
            "an int of 1e300",
            new Code().op(0x44, 0x9c, 0x75, 0, 0x88, 0x3c, 0xe4, 0x37, 0x7e).op(0xaa).drop()),
        trap("a load at offset 2^32-1", new Code().i32(0).memory(I32_LOAD, 0xffff_ffffL).drop()),
        trap("a load at -1", new Code().i32(-1).memory(I32_LOAD, 0).drop()),
        trap("a load over the last byte", new Code().i32(65_533).memory(I32_LOAD, 0).drop()),
        trap("a store after the end", new Code().i32(65_536).i32(1).memory(I32_STORE, 0)),
        trap("a fill over the end", new Code().i32(65_000).i32(0).i32(1_000).memoryFill()),
        trap("a copy from outside", new Code().i32(0).i32(65_000).i32(1_000).memoryCopy()),
        trap("a copy of -1 bytes", new Code().i32(0).i32(0).i32(-1).memoryCopy()),
        indirect("a call of a null element", 0),
        indirect("a call of an element that does not exist", 77),
        indirect("a call of -1", -1),
        wrongType(),
        HostileModule.contained(
            "a trap in alloc", Tasks.allocate(new Code().unreachable()), Wall.TRAP),
        HostileModule.contained(
            "a trap in the start function", Tasks.start(new Code().unreachable()), Wall.TRAP));
  }

  private static HostileModule trap(String name, Code code) {
    return HostileModule.contained(name, Tasks.execute(code.i64(0)), Wall.TRAP);
  }

  private static HostileModule indirect(String name, int element) {
    var code = new Code().i32(element).callIndirect(Tasks.ACTION_TYPE).i64(0);
    var module = Tasks.execute(code, builder -> builder.memory(1).table(1));
    return HostileModule.contained(name, module, Wall.TRAP);
  }

  private static HostileModule wrongType() {
    var code = new Code().i32(0).callIndirect(Tasks.ACTION_TYPE).i64(0);
    var module =
        Tasks.execute(
            code,
            builder -> {
              builder.memory(1).table(1);
              builder.elements(builder.function(Tasks.ALLOCATE_TYPE, new Code().i32(0)));
            });
    return HostileModule.contained("a call with another type", module, Wall.TRAP);
  }
}
