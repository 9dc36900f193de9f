package io.processdistro.common.module.corpus;

import static io.processdistro.common.module.ComplaintKind.LIMIT_EXCEEDED;
import static io.processdistro.common.module.ComplaintKind.MALFORMED;

import io.processdistro.common.module.ComplaintKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Few bytes that announce many things, and many small things. */
final class CountBombs {
  private static final long HALF = 1L << 31;
  private static final long ALL = (1L << 32) - 1;

  private CountBombs() {}

  static List<HostileModule> all() {
    var all = new ArrayList<HostileModule>();
    for (long count : new long[] {HALF, ALL}) {
      all.add(announced(1, "types", count));
      all.add(announced(2, "imports", count));
      all.add(announced(3, "functions", count));
      all.add(announced(4, "tables", count));
      all.add(announced(6, "globals", count));
      all.add(announced(7, "exports", count));
      all.add(announced(9, "element segments", count));
      all.add(announced(11, "data segments", count));
      all.add(code(count + " locals", new Bytes().raw(1).unsigned(count).raw(Code.I32), "locals"));
      all.add(code(count + " groups of locals", new Bytes().unsigned(count), "groups of locals"));
    }
    all.add(
        refused(
            "2^31 functions with code for none",
            Tasks.builder().content(10, new Bytes().unsigned(HALF).toBytes()).build(),
            LIMIT_EXCEEDED,
            "functions"));
    all.add(
        refused(
            "9,000 types announced, none there",
            new ModuleBuilder().content(1, new Bytes().unsigned(9_000).toBytes()).build(),
            MALFORMED,
            "only 0 bytes follow"));
    all.add(
        refused(
            "200,000 parameters",
            typeWith(new Bytes().raw(0x60).unsigned(200_000).append(numbers(200_000)).raw(0)),
            LIMIT_EXCEEDED,
            "parameters"));
    all.add(
        refused(
            "1,000 results",
            typeWith(new Bytes().raw(0x60, 0).unsigned(1_000).append(numbers(1_000))),
            LIMIT_EXCEEDED,
            "results"));
    all.add(
        refused(
            "br_table with 2^31 targets",
            Tasks.execute(new Code().i32(0).op(0x0e, 0x80, 0x80, 0x80, 0x80, 0x08)),
            LIMIT_EXCEEDED,
            "branches in one table"));
    all.add(
        refused(
            "br_table with 10,000 targets",
            Tasks.execute(new Code().i32(0).brTable(new int[10_001]).i64(0)),
            LIMIT_EXCEEDED,
            "10000 branches"));
    all.add(
        refused(
            "50,000 locals",
            Tasks.execute(
                Tasks.noOutput(),
                builder -> builder.memory(1).function(2, 50_000, Code.I64, new Code())),
            LIMIT_EXCEEDED,
            "50000 parameters and locals"));
    all.add(refused("20,001 functions", manyFunctions(20_001), LIMIT_EXCEEDED, "functions"));
    all.add(refused("300,000 functions", manyFunctions(300_000), LIMIT_EXCEEDED, "functions"));
    all.add(
        refused(
            "100,000 exports", manyEntries(7, exportEntry(), 100_000), LIMIT_EXCEEDED, "exports"));
    all.add(
        refused(
            "100,000 globals",
            manyEntries(6, new byte[] {Code.I32, 0, 0x41, 0, 0x0b}, 100_000),
            LIMIT_EXCEEDED,
            "globals"));
    all.add(
        refused(
            "100,000 imports",
            manyEntries(2, new byte[] {1, 'a', 1, 'b', 0, 2}, 100_000),
            LIMIT_EXCEEDED,
            "imports"));
    all.add(
        refused(
            "1,000,000 data segments",
            manyEntries(11, new byte[] {1, 0}, 1_000_000),
            LIMIT_EXCEEDED,
            "data segments"));
    all.add(
        refused(
            "a million elements in segments",
            Tasks.builder()
                .entry(9, new Bytes().raw(1, 0).unsigned(1_000_000).zeros(1_000_000).toBytes())
                .build(),
            LIMIT_EXCEEDED,
            "elements"));
    all.add(
        refused(
            "200,000 blocks inside of each other",
            Tasks.execute(nested(200_000)),
            LIMIT_EXCEEDED,
            "bytes of code"));
    all.add(
        refused(
            "2,000 blocks inside of each other",
            Tasks.execute(nested(2_000)),
            LIMIT_EXCEEDED,
            "blocks inside of each other"));
    all.add(
        refused(
            "4,000,000 instructions in one function",
            Tasks.execute(new Code().times(4_000_000, new Code().op(0x01)).i64(0)),
            LIMIT_EXCEEDED,
            "bytes of code"));
    all.add(HostileModule.contained("20,000 functions", manyFunctionsTask(19_998), Wall.NONE));
    all.add(
        HostileModule.contained("1,000 nested blocks", Tasks.execute(nested(1_000)), Wall.NONE));
    all.add(
        HostileModule.contained(
            "20,000 functions with 4,096 locals each", manyLocalsTask(19_998), Wall.SOME));
    all.add(HostileModule.contained("12 MiB of branch tables", branchTablesTask(), Wall.SOME));
    return all;
  }

  private static HostileModule announced(int section, String what, long count) {
    var module = Tasks.builder().content(section, new Bytes().unsigned(count).toBytes()).build();
    return refused(count + " " + what, module, LIMIT_EXCEEDED, what);
  }

  private static HostileModule code(String name, Bytes locals, String says) {
    var module =
        Tasks.execute(
            Tasks.noOutput(),
            builder -> builder.memory(1).function(2, locals.toBytes(), new Code()));
    return refused(name, module, LIMIT_EXCEEDED, says);
  }

  private static byte[] typeWith(Bytes type) {
    return new ModuleBuilder().entry(1, type.toBytes()).build();
  }

  private static byte[] numbers(int count) {
    var types = new byte[count];
    Arrays.fill(types, (byte) Code.I32);
    return types;
  }

  private static byte[] manyFunctions(int count) {
    var functions = new Bytes().unsigned(count);
    var code = new Bytes().unsigned(count);
    for (int i = 0; i < count; i++) {
      functions.raw(Tasks.ACTION_TYPE);
      code.raw(2, 0, 0x0b);
    }
    return Tasks.builder().content(3, functions.toBytes()).content(10, code.toBytes()).build();
  }

  private static byte[] manyFunctionsTask(int count) {
    return Tasks.execute(
        Tasks.noOutput(),
        builder -> {
          builder.memory(1);
          for (int i = 0; i < count; i++) builder.function(Tasks.ACTION_TYPE, new Code());
        });
  }

  /** 140 KB as a file, 240 MiB in an engine that has parsed it. */
  private static byte[] manyLocalsTask(int count) {
    return Tasks.execute(
        Tasks.noOutput(),
        builder -> {
          builder.memory(1);
          for (int i = 0; i < count; i++) {
            builder.function(Tasks.ACTION_TYPE, 4_096, Code.I32, new Code());
          }
        });
  }

  /** Parsing it takes most of a second of a processor. */
  private static byte[] branchTablesTask() {
    int depth = 120;
    var targets = new int[8_000];
    Arrays.fill(targets, depth - 1);
    var table = new Code().i32(0).brTable(targets);
    var code =
        new Code().times(depth, new Code().block()).times(4, table).times(depth, new Code().end());
    return Tasks.execute(
        Tasks.noOutput(),
        builder -> {
          builder.memory(1);
          for (int i = 0; i < 390; i++) builder.function(Tasks.ACTION_TYPE, code);
        });
  }

  private static byte[] exportEntry() {
    return new Bytes().name("m").raw(2, 0).toBytes();
  }

  private static byte[] manyEntries(int section, byte[] entry, int count) {
    var content = new Bytes().unsigned(count);
    for (int i = 0; i < count; i++) content.append(entry);
    return Tasks.builder().memory(1).content(section, content.toBytes()).build();
  }

  private static Code nested(int depth) {
    return new Code().times(depth, new Code().block()).times(depth, new Code().end()).i64(0);
  }

  private static HostileModule refused(
      String name, byte[] module, ComplaintKind kind, String says) {
    return HostileModule.refused(name, module, kind, says);
  }
}
