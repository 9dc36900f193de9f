package io.processdistro.controller.cli.module;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.module.IngestedModule;
import io.processdistro.common.module.ModuleComplaint;
import io.processdistro.common.module.ModuleLimits;
import io.processdistro.common.module.ModuleReport;
import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.text.Amounts;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** What an inspection found, for people. */
final class InspectionTables {
  /** A module may export thousands; JSON has all of them. */
  private static final int EXPORTS_SHOWN_MAX = 50;

  private final Terminal terminal;

  InspectionTables(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @param report of a file that is a module
   * @param listed hash under which a controller with default ceilings lists it
   */
  void print(ModuleReport report, Optional<ContentHash> listed) {
    var contents = report.contents().orElseThrow();
    printFacts(report, contents, listed);
    printImports(contents.imports());
    printExports(contents.exports());
    switch (report.verdict()) {
      case ModuleReport.Verdict.Accepted(var module) -> printWarnings(module.warnings());
      case ModuleReport.Verdict.Refused(var complaints) -> printComplaints(complaints);
    }
  }

  private void printFacts(
      ModuleReport report, ModuleReport.Contents contents, Optional<ContentHash> listed) {
    var accepted = accepted(report);
    var table = new TextTable("VERDICT", accepted.isPresent() ? "accepted" : "refused");
    accepted.ifPresent(module -> table.row("module", module.hash() + " as a job runs it"));
    listed
        .filter(hash -> accepted.isPresent() && !accepted.get().hash().equals(hash))
        .ifPresent(hash -> table.row("listed as", hash + " by \"controller modules\""));
    table.row("shape", shape(contents.shape()));
    accepted.ifPresent(module -> table.row("phases", phases(module)));
    table.row(
        "size",
        Amounts.bytes(report.bytes())
            + accepted.map(m -> ", rewritten " + Amounts.bytes(m.bytes().length)).orElse(""));
    for (var memory : contents.memories()) {
      table.row("memory", size(memory, pages -> Amounts.bytes(pages * ModuleLimits.PAGE_BYTES)));
    }
    if (contents.memories().isEmpty()) table.row("memory", "none");
    for (var size : contents.tables()) {
      table.row("table", size(size, elements -> Amounts.count(elements) + " elements"));
    }
    table.row("functions", functions(contents));
    table.print(terminal);
  }

  private static Optional<IngestedModule> accepted(ModuleReport report) {
    return switch (report.verdict()) {
      case ModuleReport.Verdict.Accepted(var module) -> Optional.of(module);
      case ModuleReport.Verdict.Refused refused -> Optional.empty();
    };
  }

  private static String shape(Optional<ModuleShape> shape) {
    if (shape.isEmpty()) return "neither native (no \"execute\") nor WASI command (no \"_start\")";
    return switch (shape.get()) {
      case NATIVE -> "native (exports \"execute\")";
      case WASI_COMMAND -> "WASI command (exports \"_start\")";
    };
  }

  private static String phases(IngestedModule module) {
    return module.facts().phasesKnown()
        ? module.facts().phases().stream()
            .sorted()
            .map(Phase::exportName)
            .collect(Collectors.joining(", "))
        : "execute; it cannot be seen whether also split and merge: say so with --phases";
  }

  private static String size(ModuleReport.Size size, LongFunction<String> amount) {
    var declared =
        size.declaredMax().isPresent()
            ? "at most " + amount.apply(size.declaredMax().getAsLong())
            : "no maximum";
    var rewritten =
        size.declaredMax().orElse(-1) == size.allowedMax()
            ? ""
            : " (rewritten: at most " + amount.apply(size.allowedMax()) + ")";
    return "starts with " + amount.apply(size.min()) + ", " + declared + rewritten;
  }

  private static String functions(ModuleReport.Contents contents) {
    return Amounts.count(contents.functions())
        + contents
            .largest()
            .map(one -> ", the largest is " + one.title() + ": " + Amounts.bytes(one.bytes()))
            .orElse("");
  }

  private void printImports(List<ModuleReport.Import> imports) {
    if (imports.isEmpty()) return;
    terminal.out().println();
    var table = new TextTable("IMPORT", "TYPE", "VERDICT");
    for (var entry : imports) {
      table.row(
          entry.module() + "." + entry.name(),
          entry.type(),
          entry.refusal().isEmpty() ? "allowed" : "refused");
    }
    table.print(terminal);
  }

  private void printExports(List<ModuleReport.Export> exports) {
    if (exports.isEmpty()) return;
    terminal.out().println();
    var table = new TextTable("EXPORT", "TYPE");
    for (var entry : exports.subList(0, Math.min(exports.size(), EXPORTS_SHOWN_MAX))) {
      table.row(entry.name(), entry.type());
    }
    if (exports.size() > EXPORTS_SHOWN_MAX) {
      table.row("… and " + (exports.size() - EXPORTS_SHOWN_MAX) + " more", "see -o json");
    }
    table.print(terminal);
  }

  private void printWarnings(List<String> warnings) {
    if (warnings.isEmpty()) return;
    terminal.out().println();
    var table = new TextTable("WARNING");
    warnings.forEach(table::row);
    table.print(terminal);
  }

  private void printComplaints(List<ModuleComplaint> complaints) {
    terminal.out().println();
    var table = new TextTable("COMPLAINT");
    for (var complaint : complaints) {
      table.row(complaint.what());
      if (!complaint.fix().isEmpty()) table.row("  to do: " + complaint.fix());
    }
    table.print(terminal);
  }
}
