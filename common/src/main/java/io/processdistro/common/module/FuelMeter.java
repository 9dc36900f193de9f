package io.processdistro.common.module;

/**
 * Builds an instruction budget into a module: a global that goes down by what each region of the
 * code costs ({@link FuelRegions}), and a trap when it is below zero. The same module always
 * becomes the same metered module; how large the budget is, is said at run time ({@link
 * FuelExports}).
 *
 * <p>A function with loops keeps the budget in a local, which the compiler keeps in a register, and
 * writes it back before calls and when it ends; a function without loops charges the global once.
 */
final class FuelMeter {
  private final Sections sections;
  private final Declarations declarations;
  private final int budgetGlobal;

  private FuelMeter(Sections sections, Declarations declarations) {
    this.sections = sections;
    this.declarations = declarations;
    this.budgetGlobal = declarations.globals().size();
  }

  /**
   * @param module rewritten, without a budget
   */
  static byte[] meter(byte[] module) throws ModuleRefusedException {
    var sections = Sections.of(module);
    return new FuelMeter(sections, ModuleReader.read(sections)).meter();
  }

  private byte[] meter() throws ModuleRefusedException {
    var out = new ByteWriter().copy(sections.bytes(), 0, FileKind.HEADER_BYTES);
    for (var id : SectionId.values()) {
      var content =
          switch (id) {
            case GLOBAL -> FuelSections.globalsWithBudget(sections);
            case EXPORT -> FuelSections.exportsWithBudget(sections, declarations);
            case START -> null;
            case CODE -> code();
            case TYPE, IMPORT, FUNCTION, TABLE, MEMORY, ELEMENT, DATA_COUNT, DATA ->
                FuelSections.copy(sections, id);
          };
      if (content != null) out.section(id.code(), content);
    }
    ModuleRewriter.writeNames(declarations.functionNames(), out);
    return out.toBytes();
  }

  private ByteWriter code() throws ModuleRefusedException {
    var content = new ByteWriter().unsigned(declarations.bodies().size());
    for (int own = 0; own < declarations.bodies().size(); own++) {
      int function = declarations.importedFunctions() + own;
      content.sized(
          body(
              declarations.bodies().get(own),
              declarations.signature(function).parameters().size()));
    }
    return content;
  }

  private ByteWriter body(Span body, int parameters) throws ModuleRefusedException {
    var groups = LocalGroups.read(sections.bytes(), body);
    var instructions = new Span(groups.entries().end(), body.end());
    var regions = FuelRegions.of(reader(instructions));
    int budget = (int) (parameters + groups.locals());
    var out = new ByteWriter();
    groups.writeWithAdded(regions.addedLocals(), sections.bytes(), out);
    var fuel = new FuelCode(budgetGlobal, budget, budget + 1);
    if (regions.inLocal()) {
      new FuelBody(sections.bytes(), regions, fuel, out).write(reader(instructions));
    } else {
      fuel.chargeGlobal(regions.costs().getFirst(), out);
      out.copy(sections.bytes(), instructions);
    }
    return out;
  }

  private ByteReader reader(Span instructions) {
    return new ByteReader(sections.bytes(), instructions, "a function");
  }
}
