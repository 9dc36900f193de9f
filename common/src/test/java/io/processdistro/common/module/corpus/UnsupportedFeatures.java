package io.processdistro.common.module.corpus;

import static io.processdistro.common.module.ComplaintKind.FEATURE_UNSUPPORTED;

import java.util.List;

/** Parts of WebAssembly that nodes do not run; the message names each. */
final class UnsupportedFeatures {
  private UnsupportedFeatures() {}

  static List<HostileModule> all() {
    return List.of(
        type("a struct type (Kotlin, Dart)", "garbage collection", 0x5f, 0),
        type("an array type", "garbage collection", 0x5e, Code.I32, 0),
        type("a recursive type group", "garbage collection", 0x4e, 0),
        type("a subtype", "garbage collection", 0x50, 0, 0x60, 0, 0),
        type("a continuation type", "stack switching", 0x5d, 0),
        type("a parameter of type anyref", "garbage collection", 0x60, 1, 0x6e, 0),
        type("a parameter of type i31ref", "garbage collection", 0x60, 1, 0x6c, 0),
        type("a typed function reference", "typed function references", 0x60, 1, 0x64, 0, 0),
        type("a parameter of type exnref", "exception handling", 0x60, 1, 0x69, 0),
        code("struct.new", "garbage collection", 0xfb, 0, 0),
        code("ref.eq", "garbage collection", 0xd3),
        code("try", "exception handling", 0x06, Code.EMPTY),
        code("throw", "exception handling", 0x08, 0),
        code("try_table", "exception handling", 0x1f, Code.EMPTY, 0),
        code("return_call", "tail calls", 0x12, 0),
        code("return_call_indirect", "tail calls", 0x13, 0, 0),
        code("call_ref", "typed function references", 0x14, 0),
        code("atomic.fence", "threads", 0xfe, 3, 0),
        code("i32.atomic.rmw.add", "threads", 0xfe, 0x1e, 2, 0),
        code("relaxed swizzle", "relaxed SIMD", 0xfd, 0x80, 0x02),
        code("relaxed fused multiply and add", "relaxed SIMD", 0xfd, 0x85, 0x02),
        code("i64.add128", "wide arithmetic", 0xfc, 19),
        code("resume", "stack switching", 0xe3, 0, 0),
        code("memory.grow of memory 1", "more than one memory", 0x41, 1, 0x40, 1),
        code("a load from memory 1", "more than one memory", 0x41, 0, 0x28, 0x42, 1, 0),
        refused(
            "a tag section",
            Tasks.builder().trailing(13, 3, 1, 0, 2).build(),
            "exception handling"),
        refused("two memories", Tasks.builder().memory(1).memory(1).build(), "more than one"),
        refused("a shared memory", Tasks.builder().memoryWithFlags(3, 1, 2).build(), "threads"),
        refused(
            "a shared memory without maximum",
            Tasks.builder().memoryWithFlags(2, 1, 2).build(),
            "threads"),
        refused("a 64-bit memory", Tasks.builder().memoryWithFlags(5, 1, 2).build(), "64-bit"),
        refused(
            "a memory with pages of one byte",
            Tasks.builder().memoryWithFlags(9, 1, 2).build(),
            "page sizes"),
        refused(
            "a global computed from two numbers",
            globalFrom(new Code().i32(1).i32(2).op(0x6a)),
            "extended constant"));
  }

  private static byte[] globalFrom(Code code) {
    var builder = Tasks.builder();
    builder.global(Code.I32, code);
    return builder.build();
  }

  private static HostileModule type(String name, String says, int... type) {
    return refused(
        name, new ModuleBuilder().entry(1, new Bytes().raw(type).toBytes()).build(), says);
  }

  private static HostileModule code(String name, String says, int... instruction) {
    return refused(name, Tasks.execute(new Code().op(instruction).i64(0)), says);
  }

  private static HostileModule refused(String name, byte[] module, String says) {
    return HostileModule.refused(name, module, FEATURE_UNSUPPORTED, says);
  }
}
