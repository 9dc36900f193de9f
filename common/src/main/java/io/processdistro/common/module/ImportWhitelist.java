package io.processdistro.common.module;

import java.util.Optional;

/**
 * What a module may ask its host for: nothing if it is of native shape, {@link WasiFunction}s if it
 * is a WASI command. Names and types are compared exactly.
 */
final class ImportWhitelist {
  private static final String EMSCRIPTEN_MODULE = "env";

  private ImportWhitelist() {}

  static Optional<ModuleComplaint> complaint(
      ImportEntry entry, Declarations declarations, ModuleShape shape) {
    var title = title(entry);
    return switch (entry.kind()) {
      case MEMORY ->
          refused(
              title + " is a memory, a task has its own",
              "build without --import-memory (AssemblyScript: --importMemory)");
      case TABLE ->
          refused(title + " is a table, a task has its own", "build without --import-table");
      case GLOBAL, TAG ->
          refused(
              title + " is " + entry.kind().title() + ", only functions can be imported",
              "build a module that stands alone, not a dynamic library");
      case FUNCTION -> functionComplaint(entry, title, declarations, shape);
    };
  }

  private static Optional<ModuleComplaint> functionComplaint(
      ImportEntry entry, String title, Declarations declarations, ModuleShape shape) {
    var signature = declarations.types().get(entry.typeIndex());
    if (shape == ModuleShape.NATIVE) {
      return refused(
          title + " " + signature + " is not there: native modules import nothing",
          nativeFix(entry));
    }
    if (!entry.module().equals(WasiFunction.MODULE)) {
      return refused(
          title
              + " "
              + signature
              + " is not there: WASI commands import from \""
              + WasiFunction.MODULE
              + "\" only",
          foreignFix(entry));
    }
    var known = WasiFunction.named(entry.name());
    if (known.isEmpty()) {
      return refused(
          title + " is not there: tasks have no network, no threads and no signals",
          "documentation/task-abi.md lists what there is");
    }
    if (!known.get().signature().equals(signature)) {
      return refused(
          title + " is " + signature + " instead of " + known.get().signature(),
          "the tool that made the module is at fault: update it");
    }
    return Optional.empty();
  }

  private static String nativeFix(ImportEntry entry) {
    if (entry.module().equals(WasiFunction.MODULE)) {
      return "leave out what needs an operating system, or build a program with a main (WASI command)";
    }
    if (entry.module().equals(EMSCRIPTEN_MODULE) && entry.name().equals("abort")) {
      return "build AssemblyScript with --use abort=, other languages without abort()";
    }
    return foreignFix(entry);
  }

  private static String foreignFix(ImportEntry entry) {
    if (entry.module().equals(EMSCRIPTEN_MODULE)) {
      return "define the function in the module itself: the linker was told to allow undefined"
          + " ones, or it is built for JavaScript (emscripten: add -sSTANDALONE_WASM)";
    }
    if (entry.module().startsWith("__wbindgen") || entry.module().equals("wbg")) {
      return "build without wasm-bindgen, for the target wasm32-wasip1";
    }
    if (entry.module().equals("wasi_unstable")) {
      return "build with a newer tool chain, this is WASI of 2019";
    }
    return "build a module that stands alone";
  }

  private static String title(ImportEntry entry) {
    return "import " + EscapedText.quoted(entry.module()) + "." + EscapedText.quoted(entry.name());
  }

  private static Optional<ModuleComplaint> refused(String what, String fix) {
    return Optional.of(new ModuleComplaint(ComplaintKind.IMPORT_REFUSED, what, fix));
  }
}
