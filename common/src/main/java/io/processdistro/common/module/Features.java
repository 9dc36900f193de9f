package io.processdistro.common.module;

/**
 * The parts of WebAssembly that nodes do not run, named as people know them, with a way out for
 * each.
 */
enum Features {
  GARBAGE_COLLECTION(
      "garbage collection (Kotlin/Wasm, Dart, TeaVM >= 0.14)",
      "build for linear memory instead (for Java: TeaVM 0.13.1 with target WEBASSEMBLY_WASI)"),
  EXCEPTIONS(
      "exception handling",
      "build without it (-fno-exceptions, or -mno-exception-handling; Rust: panic = \"abort\")"),
  TAIL_CALLS("tail calls", "build without -mtail-call"),
  THREADS(
      "threads (shared memory and atomics)",
      "build without them: tasks run side by side on many nodes instead"),
  MEMORY64("64-bit memory", "build for wasm32"),
  MULTIPLE_MEMORIES("more than one memory", "build with a single memory (-mno-multimemory)"),
  RELAXED_SIMD(
      "relaxed SIMD, whose results differ from machine to machine",
      "build with -msimd128 alone, without -mrelaxed-simd"),
  EXTENDED_CONSTANTS(
      "extended constant expressions", "build without position-independent code (-fPIC)"),
  FUNCTION_REFERENCES("typed function references", "build without them"),
  WIDE_ARITHMETIC("wide arithmetic", "build without -mwide-arithmetic"),
  STACK_SWITCHING("stack switching", "build without it"),
  CUSTOM_PAGE_SIZES("custom page sizes", "build with the usual pages of 64 KiB");

  private final String title;
  private final String fix;

  Features(String title, String fix) {
    this.title = title;
    this.fix = fix;
  }

  ModuleRefusedException refuse(String place) {
    return ModuleRefusedException.of(
        ComplaintKind.FEATURE_UNSUPPORTED,
        place.isEmpty()
            ? "this module needs " + title
            : "this module needs " + title + ", for " + place,
        fix);
  }

  static ModuleRefusedException refuseValueType(int code, ByteReader reader) {
    return switch (code) {
      // structref, arrayref, eqref, anyref, i31ref, and the bottoms of their families
      case 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73 ->
          GARBAGE_COLLECTION.refuse(reader.place());
      case 0x63, 0x64 -> FUNCTION_REFERENCES.refuse(reader.place());
      case 0x69, 0x74 -> EXCEPTIONS.refuse(reader.place());
      case 0x68, 0x75 -> STACK_SWITCHING.refuse(reader.place());
      default -> reader.malformed("names value type 0x%02x, which does not exist".formatted(code));
    };
  }
}
