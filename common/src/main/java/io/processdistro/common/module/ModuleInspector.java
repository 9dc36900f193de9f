package io.processdistro.common.module;

import io.processdistro.common.values.Phase;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Describes a module to its author. Decides nothing: the verdict is {@link ModuleIngest}'s, and so
 * are the rules. Takes time and memory in proportion to the module's size.
 */
public final class ModuleInspector {
  private final Declarations declarations;
  private final IngestRules rules;
  private final Optional<ModuleShape> shape;

  private ModuleInspector(Declarations declarations, IngestRules rules) {
    this.declarations = declarations;
    this.rules = rules;
    this.shape = shape();
  }

  /**
   * Never fails: what is wrong with the file is part of the report.
   *
   * @param bytes the file as it came; not changed
   */
  public static ModuleReport inspect(byte[] bytes, IngestRules rules) {
    return new ModuleReport(bytes.length, contents(bytes, rules), verdict(bytes, rules));
  }

  private static ModuleReport.Verdict verdict(byte[] bytes, IngestRules rules) {
    try {
      return new ModuleReport.Verdict.Accepted(ModuleIngest.ingest(bytes, rules));
    } catch (ModuleRefusedException e) {
      return new ModuleReport.Verdict.Refused(e.complaints());
    }
  }

  private static Optional<ModuleReport.Contents> contents(byte[] bytes, IngestRules rules) {
    if (bytes.length > ModuleLimits.MODULE_BYTES_MAX) return Optional.empty();
    try {
      FileKind.requireModule(bytes);
      var declarations = ModuleReader.read(Sections.of(bytes));
      return Optional.of(new ModuleInspector(declarations, rules).contents());
    } catch (ModuleRefusedException e) {
      return Optional.empty(); // The verdict says why.
    }
  }

  private ModuleReport.Contents contents() {
    return new ModuleReport.Contents(
        shape,
        declarations.imports().stream().map(this::describe).toList(),
        declarations.exports().stream().map(this::describe).toList(),
        sizes(declarations.memories(), rules.memoryPagesMax()),
        sizes(
            declarations.tables().stream().map(Table::limits).toList(),
            ModuleLimits.TABLE_ELEMENTS_MAX),
        declarations.bodies().size(),
        largestFunction());
  }

  private Optional<ModuleShape> shape() {
    if (exportsFunction(Phase.EXECUTE.exportName())) return Optional.of(ModuleShape.NATIVE);
    return exportsFunction(InterfaceCheck.COMMAND_ENTRY)
        ? Optional.of(ModuleShape.WASI_COMMAND)
        : Optional.empty();
  }

  private boolean exportsFunction(String name) {
    return declarations.exports().stream()
        .anyMatch(export -> export.kind() == ExternalKind.FUNCTION && export.name().equals(name));
  }

  private ModuleReport.Import describe(ImportEntry entry) {
    var type =
        entry.kind() == ExternalKind.FUNCTION
            ? declarations.types().get(entry.typeIndex()).toString()
            : entry.kind().title();
    return new ModuleReport.Import(
        printable(entry.module()),
        printable(entry.name()),
        type,
        ImportWhitelist.complaint(entry, declarations, shape.orElse(ModuleShape.NATIVE)));
  }

  private ModuleReport.Export describe(ExportEntry entry) {
    var type =
        entry.kind() == ExternalKind.FUNCTION
            ? declarations.signature(entry.index()).toString()
            : entry.kind().title();
    return new ModuleReport.Export(printable(entry.name()), type);
  }

  private static String printable(String name) {
    return EscapedText.printable(name, ModuleLimits.FUNCTION_NAME_CHARACTERS_MAX);
  }

  private static List<ModuleReport.Size> sizes(List<Limits> limits, long allowed) {
    return limits.stream()
        .map(one -> new ModuleReport.Size(one.min(), one.max(), one.maxWithin(allowed)))
        .toList();
  }

  private Optional<ModuleReport.LargestFunction> largestFunction() {
    var bodies = declarations.bodies();
    return IntStream.range(0, bodies.size())
        .boxed()
        .max(
            (left, right) -> Integer.compare(bodies.get(left).length(), bodies.get(right).length()))
        .map(
            own ->
                new ModuleReport.LargestFunction(
                    declarations.functionTitle(declarations.importedFunctions() + own),
                    bodies.get(own).length()));
  }
}
