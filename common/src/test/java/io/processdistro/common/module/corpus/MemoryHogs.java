package io.processdistro.common.module.corpus;

import static io.processdistro.common.module.ComplaintKind.INVALID;
import static io.processdistro.common.module.ComplaintKind.LIMIT_EXCEEDED;

import java.util.List;

/** Modules that want more memory or larger tables than they may have. */
final class MemoryHogs {
  private static final int PAGE_BYTES = 65_536;

  private MemoryHogs() {}

  static List<HostileModule> all() {
    return List.of(
        refused("a memory of 65,536 pages", memory(65_536), "4096 MiB"),
        refused("a memory of 32,767 pages", memory(32_767), "2097088 KiB"),
        refused("a memory one page over the limit", memory(4_097), "at most 256 MiB"),
        HostileModule.refused(
            "a memory of 2^32-1 pages", memory(0xffff_ffffL), INVALID, "at most 65536"),
        refused("a table of 2^31 elements", table(1L << 31), "2147483648 elements"),
        refused("a table of 2^32-1 elements", table(0xffff_ffffL), "4294967295 elements"),
        refused("200 tables", tables(200), "tables"),
        contained("a memory that grows as far as it can", growing(1), Wall.SOME),
        contained("a memory that grows by 65,535 pages", growing(65_535), Wall.NONE),
        contained("a table of a million elements", table(1_000_000), Wall.NONE),
        contained("a table that grows a million times", growingTable(), Wall.SOME),
        contained("every page touched", touching(), Wall.NONE),
        contained("endless filling of 128 MiB", filling(), Wall.KILL),
        contained("endless copying of 64 MiB", copying(), Wall.KILL),
        contained(
            "a data segment outside of the memory",
            Tasks.execute(
                Tasks.noOutput(),
                builder -> builder.memory(1).data(PAGE_BYTES - 2, new byte[] {1, 2, 3})),
            Wall.TRAP),
        contained(
            "a data segment at -1",
            Tasks.execute(Tasks.noOutput(), builder -> builder.memory(1).data(-1, new byte[] {1})),
            Wall.TRAP),
        contained(
            "elements outside of the table",
            Tasks.execute(
                Tasks.noOutput(),
                builder -> {
                  builder.memory(1).table(1);
                  int action = builder.function(Tasks.ACTION_TYPE, new Code());
                  builder.elements(action, action);
                }),
            Wall.TRAP));
  }

  private static byte[] memory(long pages) {
    return Tasks.execute(Tasks.noOutput(), builder -> builder.memory(pages));
  }

  private static byte[] table(long elements) {
    return Tasks.execute(Tasks.noOutput(), builder -> builder.memory(1).table(elements));
  }

  private static byte[] tables(int count) {
    return Tasks.execute(
        Tasks.noOutput(),
        builder -> {
          builder.memory(1);
          for (int i = 0; i < count; i++) builder.table(10_000_000);
        });
  }

  /** Until growing fails; the memory declares no maximum. */
  private static byte[] growing(int pages) {
    return Tasks.execute(
        new Code()
            .loop()
            .i32(pages)
            .memoryGrow()
            .i32(-1)
            .op(0x47) // i32.ne
            .brIf(0)
            .end()
            .i64(0));
  }

  private static byte[] growingTable() {
    var code =
        new Code()
            .loop()
            .op(0xd0, 0x70) // ref.null func
            .i32(1)
            .op(0xfc, 15, 0) // table.grow
            .drop()
            .get(0)
            .i32(1)
            .op(0x6a)
            .tee(0)
            .i32(1_000_000)
            .op(0x48) // i32.lt_s
            .brIf(0)
            .end()
            .i64(0);
    return Tasks.execute(code, builder -> builder.memory(1).table(0));
  }

  private static byte[] touching() {
    var code =
        new Code()
            .i32(0)
            .set(0)
            .loop()
            .get(0)
            .i32(1)
            .memory(0x36, 0) // i32.store
            .get(0)
            .i32(PAGE_BYTES)
            .op(0x6a)
            .tee(0)
            .i32(4_096 * PAGE_BYTES)
            .op(0x49) // i32.lt_u
            .brIf(0)
            .end()
            .i64(0);
    return Tasks.execute(code, builder -> builder.memory(4_096));
  }

  private static byte[] filling() {
    var code = new Code().loop().i32(0).i32(7).i32(128 << 20).memoryFill().br(0).end().i64(0);
    return Tasks.execute(code, builder -> builder.memory(2_048));
  }

  private static byte[] copying() {
    var code = new Code().loop().i32(64 << 20).i32(0).i32(64 << 20).memoryCopy().br(0).end().i64(0);
    return Tasks.execute(code, builder -> builder.memory(2_048));
  }

  private static HostileModule refused(String name, byte[] module, String says) {
    return HostileModule.refused(name, module, LIMIT_EXCEEDED, says);
  }

  private static HostileModule contained(String name, byte[] module, Wall wall) {
    return HostileModule.contained(name, module, wall);
  }
}
