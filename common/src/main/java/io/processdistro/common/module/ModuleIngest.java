package io.processdistro.common.module;

import io.processdistro.common.values.ContentHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The one door for modules: everything that is run went through here, on the controller when it was
 * submitted and on the node when it was fetched. Has no state; takes time and memory in proportion
 * to the module's size, whatever is in it.
 */
public final class ModuleIngest {
  private ModuleIngest() {}

  /**
   * Refuses the module or rewrites it: the maxima of memory and tables are brought within the
   * limits, custom sections are dropped, except for the functions' names, which are made printable.
   * With {@link IngestRules#fuel} an instruction budget is built in. Everything else means the same
   * as before. Ingesting the result again, under the same rules, gives the same bytes.
   *
   * @param bytes the file as it came; not changed
   * @throws ModuleRefusedException with everything that its author has to know
   */
  public static IngestedModule ingest(byte[] bytes, IngestRules rules)
      throws ModuleRefusedException {
    requireSize(bytes.length, "the module");
    FileKind.requireModule(bytes);
    var sections = Sections.of(bytes);
    var declarations = ModuleReader.read(sections);
    if (!FuelRemover.claimed(declarations)) return ingest(sections, declarations, rules);

    var plain = Sections.of(FuelRemover.remove(sections, declarations));
    var module = ingest(plain, ModuleReader.read(plain), rules.withFuel(true));
    if (!sameCode(sections, Sections.of(module.bytes()))) throw FuelRemover.forged();
    return module;
  }

  private static IngestedModule ingest(
      Sections sections, Declarations declarations, IngestRules rules)
      throws ModuleRefusedException {
    var verdict = InterfaceCheck.judge(declarations);
    BodyScan.check(sections.bytes(), declarations);
    var memory = MemoryLimit.of(declarations, rules);
    TypeCheck.check(sections, declarations);
    var rewritten = ModuleRewriter.rewrite(sections, declarations, memory);
    if (rules.fuel()) rewritten = FuelMeter.meter(rewritten);
    requireSize(rewritten.length, "the rewritten module");

    var warnings = new ArrayList<String>();
    BodyScan.warn(declarations, warnings);
    var facts =
        new ModuleFacts(
            verdict.shape(),
            verdict.phases(),
            verdict.imports(),
            exportedFunctions(declarations),
            memory,
            declarations.functionTypes().length,
            rules.fuel());
    return new IngestedModule(rewritten, ContentHash.of(rewritten), facts, warnings);
  }

  /** Whether two modules agree in everything that metering writes. */
  private static boolean sameCode(Sections left, Sections right) {
    for (var id : List.of(SectionId.GLOBAL, SectionId.EXPORT, SectionId.START, SectionId.CODE)) {
      var leftSpan = left.contents().get(id);
      var rightSpan = right.contents().get(id);
      if (leftSpan == null && rightSpan == null) continue;
      if (leftSpan == null || rightSpan == null) return false;
      if (!Arrays.equals(
          left.bytes(),
          leftSpan.start(),
          leftSpan.end(),
          right.bytes(),
          rightSpan.start(),
          rightSpan.end())) {
        return false;
      }
    }
    return true;
  }

  private static List<String> exportedFunctions(Declarations declarations) {
    return declarations.exports().stream()
        .filter(export -> export.kind() == ExternalKind.FUNCTION)
        .map(export -> EscapedText.printable(export.name(), ModuleLimits.NAME_BYTES_MAX))
        .toList();
  }

  private static void requireSize(int length, String what) throws ModuleRefusedException {
    if (length <= ModuleLimits.MODULE_BYTES_MAX) return;
    throw ModuleRefusedException.of(
        ComplaintKind.LIMIT_EXCEEDED,
        what
            + " has "
            + length
            + " bytes, at most "
            + ModuleLimits.MODULE_BYTES_MAX
            + " (16 MiB) are allowed",
        "strip debug information (-Wl,--strip-debug, Rust: strip = true) and build with"
            + " optimisation; large data belongs into the input");
  }
}
