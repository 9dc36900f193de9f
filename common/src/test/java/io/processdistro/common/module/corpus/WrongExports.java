package io.processdistro.common.module.corpus;

import static io.processdistro.common.module.ComplaintKind.EXPORT_MISSING;
import static io.processdistro.common.module.ComplaintKind.INVALID;
import static io.processdistro.common.module.ComplaintKind.NAME_RESERVED;

import java.util.List;

/** Modules that are valid but are no tasks, or claim what only ingest may claim. */
final class WrongExports {
  private WrongExports() {}

  static List<HostileModule> all() {
    return List.of(
        missing("no execute", "neither \"execute\"", "memory", "alloc"),
        missing("no alloc", "no function named \"alloc\"", "memory", "execute"),
        missing("no memory", "no memory named", "alloc", "execute"),
        HostileModule.refused(
            "execute that does not exist",
            Tasks.builder().memory(1).exportMemory().exportFunction("execute", 0).build(),
            INVALID,
            "function 0"),
        HostileModule.refused("alloc that takes an i64", typedAllocate(), EXPORT_MISSING, "(i64)"),
        HostileModule.refused(
            "split that gives nothing", typedSplit(), EXPORT_MISSING, "\"split\""),
        HostileModule.refused("a WASI reactor", reactor(), EXPORT_MISSING, "reactor"),
        HostileModule.refused(
            "a native module with _initialize", initialised(), INVALID, "_initialize"),
        HostileModule.refused(
            "a start function with a parameter", typedStart(), EXPORT_MISSING, "\"_start\""),
        HostileModule.refused(
            "a memory that is a function", functionMemory(), EXPORT_MISSING, "no memory"),
        HostileModule.refused(
            "a global under the budget's name", forgedBudget(), NAME_RESERVED, "reserved"),
        HostileModule.refused(
            "a function under a reserved name", reservedFunction(), NAME_RESERVED, "reserved"));
  }

  private static HostileModule missing(String name, String says, String... exports) {
    var builder = Tasks.builder().memory(1);
    int allocate = builder.function(Tasks.ALLOCATE_TYPE, new Code().i32(1024));
    int execute = builder.function(Tasks.PHASE_TYPE, Tasks.noOutput());
    for (var export : exports) {
      switch (export) {
        case "memory" -> builder.exportMemory();
        case "alloc" -> builder.exportFunction(export, allocate);
        default -> builder.exportFunction(export, execute);
      }
    }
    return HostileModule.refused(name, builder.build(), EXPORT_MISSING, says);
  }

  private static byte[] typedAllocate() {
    var builder = Tasks.builder().memory(1);
    int type = builder.type(new int[] {Code.I64}, Code.I32);
    int allocate = builder.function(type, new Code().i32(1024));
    int execute = builder.function(Tasks.PHASE_TYPE, Tasks.noOutput());
    builder.exportMemory().exportFunction("alloc", allocate);
    return builder.exportFunction("execute", execute).build();
  }

  private static byte[] typedSplit() {
    return Tasks.execute(
        Tasks.noOutput(),
        builder ->
            builder
                .memory(1)
                .exportFunction("split", builder.function(Tasks.ACTION_TYPE, new Code())));
  }

  private static byte[] reactor() {
    var builder = Tasks.builder().memory(1);
    int action = builder.function(Tasks.ACTION_TYPE, new Code());
    return builder.exportMemory().exportFunction("_initialize", action).build();
  }

  private static byte[] initialised() {
    return Tasks.execute(
        Tasks.noOutput(),
        builder ->
            builder
                .memory(1)
                .exportFunction("_initialize", builder.function(Tasks.ACTION_TYPE, new Code())));
  }

  private static byte[] typedStart() {
    var builder = Tasks.builder().memory(1);
    int entry = builder.function(Tasks.ALLOCATE_TYPE, new Code().i32(0));
    return builder.exportMemory().exportFunction("_start", entry).build();
  }

  private static byte[] functionMemory() {
    var builder = Tasks.builder().memory(1);
    int allocate = builder.function(Tasks.ALLOCATE_TYPE, new Code().i32(1024));
    int execute = builder.function(Tasks.PHASE_TYPE, Tasks.noOutput());
    builder.exportFunction("memory", allocate).exportFunction("alloc", allocate);
    return builder.exportFunction("execute", execute).build();
  }

  private static byte[] forgedBudget() {
    return Tasks.execute(
        Tasks.noOutput(),
        builder -> {
          int budget = builder.memory(1).global(Code.I64, new Code().i64(1));
          builder.export("processdistro:fuel", 3, budget);
        });
  }

  private static byte[] reservedFunction() {
    return Tasks.execute(
        Tasks.noOutput(),
        builder ->
            builder
                .memory(1)
                .exportFunction(
                    "processdistro:start", builder.function(Tasks.ACTION_TYPE, new Code())));
  }
}
