package io.processdistro.common.module.corpus;

import java.util.List;

/** Modules that never end, never stop calling themselves, or keep the compiler busy. */
final class ProcessorHogs {
  private static final int I32_ADD = 0x6a;
  private static final int I32_MUL = 0x6c;
  private static final int I64_ADD = 0x7c;

  private ProcessorHogs() {}

  static List<HostileModule> all() {
    return List.of(
        contained("an endless loop", Tasks.execute(endless()), Wall.DEADLINE),
        contained(
            "an endless loop in alloc",
            Tasks.allocate(endlessOf(new Code().i32(0))),
            Wall.DEADLINE),
        contained(
            "an endless loop in the start function",
            Tasks.start(new Code().loop().br(0).end()),
            Wall.DEADLINE),
        contained("recursion", recursion(0), Wall.STACK),
        contained("recursion with 4,000 locals", recursion(4_000), Wall.STACK),
        contained("mutual recursion", mutualRecursion(), Wall.STACK),
        contained("recursion through a table", indirectRecursion(), Wall.STACK),
        contained("recursion in the start function", startRecursion(), Wall.STACK),
        contained("an endless loop of vectors", vectors(), Wall.DEADLINE),
        contained("a billion steps of br_table", branchTables(), Wall.SOME),
        contained("a compile bomb", compileBomb(), Wall.KILL),
        contained("300 large hot functions", hotFunctions(300), Wall.SOME),
        contained("a function of 32 KiB in a loop", largeLoop(), Wall.SOME),
        contained("an endless loop over calls", callingLoop(), Wall.DEADLINE));
  }

  private static Code endless() {
    return endlessOf(Tasks.noOutput());
  }

  private static Code endlessOf(Code result) {
    var code = new Code().loop().br(0).end();
    return code.times(1, result);
  }

  private static byte[] recursion(int locals) {
    return Tasks.execute(
        new Code().call(0).i64(0),
        builder ->
            builder.memory(1).function(Tasks.ACTION_TYPE, locals, Code.I64, new Code().call(0)));
  }

  private static byte[] mutualRecursion() {
    return Tasks.execute(
        new Code().call(0).i64(0),
        builder -> {
          builder.memory(1).function(Tasks.ACTION_TYPE, 1_000, Code.I64, new Code().call(1));
          builder.function(Tasks.ACTION_TYPE, 1_000, Code.I64, new Code().call(0));
        });
  }

  private static byte[] indirectRecursion() {
    return Tasks.execute(
        new Code().call(0).i64(0),
        builder -> {
          int self =
              builder
                  .memory(1)
                  .table(1)
                  .function(Tasks.ACTION_TYPE, new Code().i32(0).callIndirect(Tasks.ACTION_TYPE));
          builder.elements(self);
        });
  }

  private static byte[] startRecursion() {
    return Tasks.execute(
        Tasks.noOutput(),
        builder ->
            builder.memory(1).start(builder.function(Tasks.ACTION_TYPE, new Code().call(0))));
  }

  private static byte[] vectors() {
    return Tasks.execute(
        new Code()
            .loop()
            .i32(0)
            .i32(0)
            .op(0xfd, 0, 0, 0) // v128.load
            .i32(16)
            .op(0xfd, 0, 0, 0)
            .op(0xfd, 0xae, 0x01) // i32x4.add
            .op(0xfd, 11, 0, 0) // v128.store
            .br(0)
            .end()
            .i64(0));
  }

  private static byte[] branchTables() {
    return Tasks.executeWithLocals(
        new Code()
            .loop()
            .block()
            .block()
            .block()
            .get(2)
            .i32(3)
            .op(0x71) // i32.and
            .brTable(0, 1, 2, 2)
            .end()
            .end()
            .end()
            .get(2)
            .i32(1)
            .op(I32_ADD)
            .tee(2)
            .i32(1_000_000_000)
            .op(0x48)
            .brIf(0)
            .end()
            .i64(0));
  }

  /** A loop of multiplications by constants, on which the first compiler tier never ends. */
  private static byte[] compileBomb() {
    var step = new Code();
    for (int factor : new int[] {31, 5, 3}) {
      step.get(0).i32(factor).op(I32_MUL).set(0);
    }
    var body =
        new Code()
            .loop()
            .times(64, step)
            .get(1)
            .i32(1)
            .op(0x6b) // i32.sub
            .tee(1)
            .brIf(0)
            .end()
            .get(0);
    var endlessCalls =
        new Code().loop().i32(7).i32(1_000).call(0).drop().br(0).end().times(1, Tasks.noOutput());
    return Tasks.execute(
        endlessCalls,
        builder -> {
          int type = builder.type(new int[] {Code.I32, Code.I32}, Code.I32);
          builder.memory(1).function(type, body);
        });
  }

  private static byte[] hotFunctions(int count) {
    var large = new Code().times(2_000, new Code().get(0).i64(3).op(I64_ADD).set(0));
    return Tasks.execute(
        hotLoop(count),
        builder -> {
          builder.memory(1);
          for (int i = 0; i < count; i++) {
            builder.function(Tasks.ACTION_TYPE, 1, Code.I64, large);
          }
        });
  }

  private static Code hotLoop(int functions) {
    var code = new Code().i32(0).set(0).loop();
    for (int i = 0; i < functions; i++) code.call(i);
    return code.get(0).i32(1).op(I32_ADD).tee(0).i32(20_000).op(0x48).brIf(0).end().i64(0);
  }

  private static byte[] largeLoop() {
    var step = new Code().get(0).i32(3).op(I32_ADD).set(0);
    return Tasks.execute(new Code().loop().times(4_000, step).get(0).brIf(0).end().i64(0));
  }

  private static byte[] callingLoop() {
    return Tasks.execute(
        new Code().loop().call(0).br(0).end().i64(0),
        builder -> builder.memory(1).function(Tasks.ACTION_TYPE, new Code()));
  }

  private static HostileModule contained(String name, byte[] module, Wall wall) {
    return HostileModule.contained(name, module, wall);
  }
}
