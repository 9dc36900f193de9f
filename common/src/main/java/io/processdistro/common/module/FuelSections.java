package io.processdistro.common.module;

import java.util.Arrays;

/** The declarations that metering adds to a module, and how they are taken out again. */
final class FuelSections {
  private static final int GLOBAL_KIND = ExternalKind.GLOBAL.ordinal();
  private static final int FUNCTION_KIND = ExternalKind.FUNCTION.ordinal();

  /** A mutable i64 of 0. */
  private static final byte[] BUDGET_ENTRY = {
    (byte) ValueType.I64.code(), 1, Opcodes.I64_CONST, 0, Opcodes.END
  };

  private FuelSections() {}

  static ByteWriter copy(Sections sections, SectionId id) {
    var span = sections.contents().get(id);
    return span == null ? null : new ByteWriter().copy(sections.bytes(), span);
  }

  static ByteWriter globalsWithBudget(Sections sections) throws ModuleRefusedException {
    return appended(sections, SectionId.GLOBAL, 1, BUDGET_ENTRY);
  }

  static ByteWriter exportsWithBudget(Sections sections, Declarations declarations)
      throws ModuleRefusedException {
    int start = declarations.startFunction();
    return appended(
        sections,
        SectionId.EXPORT,
        start == Declarations.NO_START ? 1 : 2,
        addedExports(declarations.globals().size(), start));
  }

  /** The other way round; null if it is not what metering writes. */
  static ByteWriter globalsWithoutBudget(Sections sections) throws ModuleRefusedException {
    return cut(sections, SectionId.GLOBAL, 1, BUDGET_ENTRY);
  }

  /** The other way round; null if it is not what metering writes. */
  static ByteWriter exportsWithoutBudget(Sections sections, Declarations metered)
      throws ModuleRefusedException {
    int start = startFunction(metered);
    return cut(
        sections,
        SectionId.EXPORT,
        start == Declarations.NO_START ? 1 : 2,
        addedExports(metered.globals().size() - 1, start));
  }

  /** The start function that a metered module shows instead of having it. */
  static int startFunction(Declarations metered) {
    for (var export : metered.exports()) {
      if (export.name().equals(FuelExports.START)) return export.index();
    }
    return Declarations.NO_START;
  }

  private static byte[] addedExports(int budgetGlobal, int start) {
    var out = new ByteWriter().name(FuelExports.BUDGET).oneByte(GLOBAL_KIND).unsigned(budgetGlobal);
    if (start != Declarations.NO_START) {
      out.name(FuelExports.START).oneByte(FUNCTION_KIND).unsigned(start);
    }
    return out.toBytes();
  }

  private static ByteWriter appended(Sections sections, SectionId id, int count, byte[] entries)
      throws ModuleRefusedException {
    var reader = sections.reader(id);
    if (reader == null) return new ByteWriter().unsigned(count).copy(entries);
    long known = reader.unsignedNumber();
    return new ByteWriter()
        .unsigned(known + count)
        .copy(sections.bytes(), reader.position(), sections.contents().get(id).end())
        .copy(entries);
  }

  private static ByteWriter cut(Sections sections, SectionId id, int count, byte[] entries)
      throws ModuleRefusedException {
    var reader = sections.reader(id);
    if (reader == null) return null;
    long known = reader.unsignedNumber() - count;
    int end = sections.contents().get(id).end() - entries.length;
    if (known < 0 || end < reader.position()) return null;
    if (!Arrays.equals(sections.bytes(), end, end + entries.length, entries, 0, entries.length)) {
      return null;
    }
    return new ByteWriter().unsigned(known).copy(sections.bytes(), reader.position(), end);
  }
}
