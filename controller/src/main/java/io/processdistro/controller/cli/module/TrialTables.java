package io.processdistro.controller.cli.module;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.text.Amounts;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.trial.TrialReport;
import io.processdistro.controller.trial.TrialReport.Problem;
import java.util.Locale;

/** What a trial found, for people. */
final class TrialTables {
  private static final int HASH_SHOWN = 12;

  private final Terminal terminal;

  TrialTables(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(TrialReport report) {
    var verdict = new TextTable("VERDICT", report.problem().isEmpty() ? "passed" : "failed");
    verdict.row("module", report.module());
    report.problem().ifPresent(problem -> verdict.row("problem", sentence(problem)));
    report
        .problem()
        .filter(Problem.DependsOnCut.class::isInstance)
        .ifPresent(problem -> verdict.row("to do", DEPENDS_ON_CUT_FIX));
    report.notes().forEach(note -> verdict.row("note", note));
    verdict.print(terminal);
    printPasses(report);
    printPhases(report);
    printLog(report);
  }

  private static final String DEPENDS_ON_CUT_FIX =
      "export a merge that joins the results of chunks into the result of the whole; or, if a"
          + " result per chunk is what you want, test with --no-one-chunk";

  private void printPasses(TrialReport report) {
    if (report.passes().isEmpty()) return;
    terminal.out().println();
    var table = new TextTable("RUN", "CHUNKS", "TASKS", "TIME", "RESULT", "SHA-256");
    for (var pass : report.passes()) {
      table.row(
          pass.name(),
          Amounts.count(pass.chunks()),
          Amounts.count(pass.tasks()),
          Amounts.milliseconds(pass.millis()),
          Amounts.bytes(pass.resultBytes()),
          pass.result().toString().substring(0, HASH_SHOWN));
    }
    table.print(terminal);
  }

  private void printPhases(TrialReport report) {
    if (report.phases().isEmpty()) return;
    terminal.out().println();
    var table =
        new TextTable("PHASE", "TASKS", "OUTPUT", "FASTEST", "MEDIAN", "SLOWEST", "OVERHEAD");
    for (var phase : report.phases()) {
      table.row(
          phase.phase().exportName(),
          Amounts.count(phase.tasks()),
          Amounts.bytes(phase.outputBytes()),
          millis(phase.kernelMillisMin()),
          millis(phase.kernelMillisMedian()),
          millis(phase.kernelMillisMax()),
          millis(phase.overheadMillisMedian()));
    }
    table.print(terminal);
  }

  private static String millis(double milliseconds) {
    return String.format(Locale.ROOT, "%.2f ms", milliseconds);
  }

  private void printLog(TrialReport report) {
    if (report.problem().isEmpty()
        || !(report.problem().get() instanceof Problem.TaskFailed failed)
        || failed.log().isBlank()) {
      return;
    }
    terminal.out().println();
    var table = new TextTable("LOG OF THE TASK");
    failed.log().lines().forEach(table::row);
    table.print(terminal);
  }

  /** Says which task or result it is, and which wall or at which byte. */
  static String sentence(Problem problem) {
    return switch (problem) {
      case Problem.TaskFailed failed ->
          "%s failed (run: %s): %s: %s"
              .formatted(
                  title(failed.phase(), failed.task()),
                  failed.pass(),
                  failed.code(),
                  failed.message());
      case Problem.NotDeterministic other ->
          "%s gave another output the second time (run: %s): they differ from byte %d on"
              .formatted(title(other.phase(), other.task()), other.pass(), other.atByte());
      case Problem.DependsOnCut other ->
          "the result of the input %s (%d bytes) differs from that of the input %s (%d bytes) from byte %d on"
              .formatted(
                  other.pass(),
                  other.resultBytes(),
                  other.other(),
                  other.otherResultBytes(),
                  other.atByte());
    };
  }

  private static String title(Phase phase, long task) {
    return switch (phase) {
      case SPLIT -> "split";
      case EXECUTE -> "execute of chunk " + task;
      case MERGE -> "merge " + task;
    };
  }
}
