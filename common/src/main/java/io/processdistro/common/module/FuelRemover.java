package io.processdistro.common.module;

/**
 * Takes the budget out of a metered module, so that the module can be judged, and metered again,
 * like any other. What comes out is only then the truth when metering it gives the same code again:
 * {@link ModuleIngest} looks whether it does.
 */
final class FuelRemover {
  private final Sections sections;
  private final Declarations metered;
  private final int budgetGlobal;

  private FuelRemover(Sections sections, Declarations metered) {
    this.sections = sections;
    this.metered = metered;
    this.budgetGlobal = metered.globals().size() - 1;
  }

  /** Whether a module says of itself that it has a budget. */
  static boolean claimed(Declarations declarations) {
    return declarations.exports().stream()
        .anyMatch(export -> export.name().equals(FuelExports.BUDGET));
  }

  /**
   * The module without its budget.
   *
   * @throws ModuleRefusedException if no metering can have written it
   */
  static byte[] remove(Sections sections, Declarations metered) throws ModuleRefusedException {
    return new FuelRemover(sections, metered).remove();
  }

  static ModuleRefusedException forged() {
    return ModuleRefusedException.of(
        ComplaintKind.NAME_RESERVED,
        "the module exports \""
            + FuelExports.BUDGET
            + "\", but was not metered here: names that begin with \""
            + FuelExports.RESERVED_PREFIX
            + "\" are reserved",
        "submit the module as the compiler wrote it");
  }

  private byte[] remove() throws ModuleRefusedException {
    if (metered.startFunction() != Declarations.NO_START) throw forged();
    var out = new ByteWriter().copy(sections.bytes(), 0, FileKind.HEADER_BYTES);
    for (var id : SectionId.values()) {
      if (id != SectionId.START && !sections.contents().containsKey(id)) continue;
      var content =
          switch (id) {
            case GLOBAL -> globals();
            case EXPORT -> required(FuelSections.exportsWithoutBudget(sections, metered));
            case START -> start();
            case CODE -> code();
            case TYPE, IMPORT, FUNCTION, TABLE, MEMORY, ELEMENT, DATA_COUNT, DATA ->
                FuelSections.copy(sections, id);
          };
      if (content != null) out.section(id.code(), content);
    }
    ModuleRewriter.writeNames(metered.functionNames(), out);
    return out.toBytes();
  }

  private ByteWriter globals() throws ModuleRefusedException {
    var content = required(FuelSections.globalsWithoutBudget(sections));
    return budgetGlobal == 0 ? null : content;
  }

  private ByteWriter start() {
    int start = FuelSections.startFunction(metered);
    return start == Declarations.NO_START ? null : new ByteWriter().unsigned(start);
  }

  private ByteWriter code() throws ModuleRefusedException {
    var content = new ByteWriter().unsigned(metered.bodies().size());
    for (int own = 0; own < metered.bodies().size(); own++) {
      int function = metered.importedFunctions() + own;
      content.sized(
          body(metered.bodies().get(own), metered.signature(function).parameters().size()));
    }
    return content;
  }

  private ByteWriter body(Span body, int parameters) throws ModuleRefusedException {
    var bytes = sections.bytes();
    var groups = LocalGroups.read(bytes, body);
    long locals = parameters + groups.locals();
    if (locals > ModuleLimits.LOCALS_MAX + 2) throw forged();
    var instructions = new Span(groups.entries().end(), body.end());
    // The added code has neither loops nor bulk instructions: the same answer as before metering.
    int added = FuelRegions.of(reader(instructions)).addedLocals();
    if (!groups.endsWithAdded(added, bytes)) throw forged();
    var out = new ByteWriter();
    groups.writeWithoutAdded(added, bytes, out);
    int budget = (int) locals - added;
    copyWithoutFuel(instructions, new FuelCode(budgetGlobal, budget, budget + 1), out);
    return out;
  }

  private void copyWithoutFuel(Span instructions, FuelCode fuel, ByteWriter out)
      throws ModuleRefusedException {
    var reader = reader(instructions);
    var cursor = new InstructionCursor(reader);
    while (!reader.atEnd()) {
      int added = fuel.lengthAt(sections.bytes(), reader.position(), instructions.end());
      if (added > 0) {
        reader.skip(added);
      } else {
        cursor.next();
        out.copy(sections.bytes(), cursor.start(), cursor.end());
      }
    }
  }

  private ByteReader reader(Span instructions) {
    return new ByteReader(sections.bytes(), instructions, "a function");
  }

  private static ByteWriter required(ByteWriter content) throws ModuleRefusedException {
    if (content == null) throw forged();
    return content;
  }
}
