package io.processdistro.common.module;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Writes the module that is stored: the sections as they were, except for the maxima of memory and
 * tables, and a "name" section with nothing but the sanitised names of functions.
 */
final class ModuleRewriter {
  private static final int FUNCTIONS_SUBSECTION = 1;

  private ModuleRewriter() {}

  static byte[] rewrite(Sections sections, Declarations declarations, MemoryPages memory) {
    var out = new ByteWriter().copy(sections.bytes(), 0, FileKind.HEADER_BYTES);
    for (var id : SectionId.values()) {
      var span = sections.contents().get(id);
      // An empty list of globals is left out, as it is when a budget is taken out again.
      if (span == null || id == SectionId.GLOBAL && declarations.globals().isEmpty()) continue;
      var content =
          switch (id) {
            case TABLE -> tables(declarations);
            case MEMORY -> memories(memory);
            case TYPE, IMPORT, FUNCTION, GLOBAL, EXPORT, START, ELEMENT, DATA_COUNT, CODE, DATA ->
                new ByteWriter().copy(sections.bytes(), span);
          };
      out.section(id.code(), content);
    }
    writeNames(declarations.functionNames(), out);
    return out.toBytes();
  }

  static void writeNames(Map<Integer, String> names, ByteWriter out) {
    if (names.isEmpty()) return;
    var functions = new ByteWriter().unsigned(names.size());
    names.forEach((function, name) -> functions.unsigned(function).name(name));
    out.section(
        SectionId.CUSTOM_CODE,
        new ByteWriter().name(Sections.NAME_SECTION).section(FUNCTIONS_SUBSECTION, functions));
  }

  private static ByteWriter tables(Declarations declarations) {
    var content = new ByteWriter().unsigned(declarations.tables().size());
    for (var table : declarations.tables()) {
      long max = table.limits().maxWithin(ModuleLimits.TABLE_ELEMENTS_MAX);
      content.oneByte(table.elements().code());
      new Limits(table.limits().min(), OptionalLong.of(max)).write(content);
    }
    return content;
  }

  private static ByteWriter memories(MemoryPages memory) {
    var content = new ByteWriter().unsigned(1);
    new Limits(memory.min(), OptionalLong.of(memory.max())).write(content);
    return content;
  }
}
