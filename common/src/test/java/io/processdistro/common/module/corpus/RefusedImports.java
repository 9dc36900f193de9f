package io.processdistro.common.module.corpus;

import static io.processdistro.common.module.ComplaintKind.IMPORT_REFUSED;

import java.util.ArrayList;
import java.util.List;

/** Imports that are not on the whitelist, or only nearly. */
final class RefusedImports {
  private static final String WASI = "wasi_snapshot_preview1";

  private RefusedImports() {}

  static List<HostileModule> all() {
    var all = new ArrayList<HostileModule>();
    all.add(nativeImport("a native module that imports env.foo", "env", "foo"));
    all.add(nativeImport("a native module that imports env.abort", "env", "abort"));
    all.add(nativeImport("a native module that imports fd_write", WASI, "fd_write"));
    all.add(nativeImport("a native module that imports an empty name", "", ""));
    all.add(nativeImport("a native module that imports from JavaScript", "wbg", "__wbg_log"));
    all.add(command("a module nobody knows", "wasi_snapshot_preview9", "fd_close"));
    all.add(command("WASI of 2019", "wasi_unstable", "fd_close"));
    all.add(command("WASI in upper case", "WASI_SNAPSHOT_PREVIEW1", "fd_close"));
    all.add(command("WASI with a trailing NUL", WASI + "\0", "fd_close"));
    all.add(command("a function with a trailing NUL", WASI, "fd_close\0"));
    all.add(command("a function in upper case", WASI, "FD_CLOSE"));
    all.add(command("a function with a Cyrillic letter", WASI, "fd_сlose"));
    all.add(command("a function with a trailing space", WASI, "fd_close "));
    for (var name :
        List.of("sock_accept", "sock_recv", "sock_send", "sock_shutdown", "proc_raise")) {
      all.add(command("import of " + name, WASI, name));
    }
    all.add(command("import of its own export", "", "_start"));
    all.add(typed("fd_write with a wrong type", "fd_write", new int[] {Code.I32}, Code.I32));
    all.add(typed("fd_close without result", "fd_close", new int[] {Code.I32}));
    all.add(typed("proc_exit with a result", "proc_exit", new int[] {Code.I32}, Code.I32));
    all.add(typed("fd_close of an i64", "fd_close", new int[] {Code.I64}, Code.I32));
    all.add(other("an imported memory", 2, 0, 1));
    all.add(other("an imported table", 1, 0x70, 0, 1));
    all.add(other("an imported global", 3, Code.I32, 0));
    all.add(other("an imported mutable global", 3, Code.I64, 1));
    return all;
  }

  private static HostileModule nativeImport(String name, String module, String function) {
    var builder = Tasks.builder();
    builder.importFunction(module, function, Tasks.ACTION_TYPE);
    int allocate = builder.function(Tasks.ALLOCATE_TYPE, new Code().i32(1024));
    int execute = builder.function(Tasks.PHASE_TYPE, Tasks.noOutput());
    builder.memory(1).exportMemory();
    builder.exportFunction("alloc", allocate).exportFunction("execute", execute);
    return refused(name, builder.build(), "native modules import nothing");
  }

  private static HostileModule command(String name, String module, String function) {
    return refused(
        name, commandWith(module, function, new int[] {Code.I32}, Code.I32), "is not there");
  }

  private static HostileModule typed(
      String name, String function, int[] parameters, int... results) {
    return refused(name, commandWith(WASI, function, parameters, results), "instead of");
  }

  private static HostileModule other(String name, int... description) {
    var builder = Tasks.builder().importAny("env", "thing", description);
    int entry = builder.function(Tasks.ACTION_TYPE, new Code());
    if (description[0] != 2) builder.memory(1);
    return refused(
        name, builder.exportMemory().exportFunction("_start", entry).build(), "\"thing\" is a");
  }

  private static byte[] commandWith(
      String module, String function, int[] parameters, int... results) {
    var builder = new ModuleBuilder();
    int action = builder.type(Tasks.NOTHING);
    builder.importFunction(module, function, builder.type(parameters, results));
    int entry = builder.memory(1).function(action, new Code());
    return builder.exportMemory().exportFunction("_start", entry).build();
  }

  private static HostileModule refused(String name, byte[] module, String says) {
    return HostileModule.refused(name, module, IMPORT_REFUSED, says);
  }
}
