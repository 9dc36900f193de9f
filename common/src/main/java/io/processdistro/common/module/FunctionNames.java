package io.processdistro.common.module;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The functions' names in a module's "name" section. Names help people and decide nothing, so
 * whatever is wrong with them is left out, never refused.
 */
final class FunctionNames {
  private static final int FUNCTIONS_SUBSECTION = 1;

  private FunctionNames() {}

  /** Sanitised and bounded, by function; of a function that is named twice the first name. */
  static SortedMap<Integer, String> read(Sections sections, int functions) {
    var names = new TreeMap<Integer, String>();
    if (sections.names() == null) return names;
    try {
      collect(new ByteReader(sections.bytes(), sections.names(), "the names"), functions, names);
    } catch (ModuleRefusedException damaged) {
      // What was read before the damage is good.
    }
    return withinBudget(names);
  }

  private static void collect(ByteReader reader, int functions, SortedMap<Integer, String> names)
      throws ModuleRefusedException {
    while (!reader.atEnd()) {
      int subsection = reader.unsignedByte();
      var span = reader.sized("subsection");
      if (subsection != FUNCTIONS_SUBSECTION) continue;
      collectFunctions(reader, span, functions, names);
      return;
    }
  }

  private static void collectFunctions(
      ByteReader outer, Span span, int functions, SortedMap<Integer, String> names)
      throws ModuleRefusedException {
    var reader = outer.part(span);
    long count = reader.unsignedNumber();
    for (long i = 0; i < count; i++) {
      long function = reader.unsignedNumber();
      var text = reader.textOf(firstBytes(reader.sized("name")));
      if (function >= functions || text == null || text.isEmpty()) continue;
      names.putIfAbsent(
          (int) function, EscapedText.printable(text, ModuleLimits.FUNCTION_NAME_CHARACTERS_MAX));
    }
  }

  /** Long names are cut anyway; decoding all of a huge one would be for nothing. */
  private static Span firstBytes(Span name) {
    return name.length() <= ModuleLimits.NAME_BYTES_MAX
        ? name
        : new Span(name.start(), name.start());
  }

  private static SortedMap<Integer, String> withinBudget(SortedMap<Integer, String> names) {
    int bytes = 0;
    for (var entry : names.entrySet()) {
      bytes += entry.getValue().length();
      if (bytes > ModuleLimits.FUNCTION_NAMES_BYTES_MAX) return names.headMap(entry.getKey());
    }
    return names;
  }
}
