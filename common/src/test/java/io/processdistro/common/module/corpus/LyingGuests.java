package io.processdistro.common.module.corpus;

import java.util.List;

/** Native modules whose pointers and lengths are not what the ABI asks for. */
final class LyingGuests {
  private LyingGuests() {}

  static List<HostileModule> all() {
    return List.of(
        output("an output after the end of the memory", 65_530, 8, Wall.OUTPUT_INVALID),
        output("an output at the very end", 65_528, 8, Wall.NONE),
        output("an output at 2 GiB", 0x7fff_ffffL, 1, Wall.OUTPUT_INVALID),
        output("an output of 4 GiB", 0, 0xffff_ffffL, Wall.OUTPUT_SIZE),
        output("an output of ten times the limit", 0, 640L << 20, Wall.OUTPUT_SIZE),
        output("an output a bit larger than the memory", 0, 65_537, Wall.OUTPUT_INVALID),
        HostileModule.contained(
            "a negative result", Tasks.execute(new Code().i64(-7)), Wall.OWN_FAILURE),
        HostileModule.contained(
            "the smallest result", Tasks.execute(new Code().i64(Long.MIN_VALUE)), Wall.OWN_FAILURE),
        allocation("an input after the end of the memory", 65_536, Wall.OUTPUT_INVALID),
        allocation("an input at -4", -4, Wall.OUTPUT_INVALID),
        allocation("an input at 2 GiB", Integer.MAX_VALUE, Wall.OUTPUT_INVALID),
        allocation("an input at an odd place", 1_023, Wall.NONE),
        allocation("no room for the input", 0, Wall.MEMORY),
        HostileModule.contained("an alloc that grows the memory", growingAllocation(), Wall.NONE),
        HostileModule.contained(
            "an execute that grows the memory under its output", growingExecute(), Wall.NONE));
  }

  private static HostileModule output(String name, long pointer, long length, Wall wall) {
    return HostileModule.contained(
        name, Tasks.execute(new Code().i64(pointer << 32 | length)), wall);
  }

  private static HostileModule allocation(String name, int pointer, Wall wall) {
    return HostileModule.contained(name, Tasks.allocate(new Code().i32(pointer)), wall);
  }

  private static byte[] growingAllocation() {
    return Tasks.allocate(new Code().i32(16).memoryGrow().drop().i32(65_536));
  }

  private static byte[] growingExecute() {
    return Tasks.execute(new Code().i32(16).memoryGrow().drop().i64((65_536L * 2) << 32 | 65_536));
  }
}
