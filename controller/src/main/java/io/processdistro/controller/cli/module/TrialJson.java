package io.processdistro.controller.cli.module;

import io.processdistro.controller.trial.TrialReport;
import io.processdistro.controller.trial.TrialReport.Problem;
import java.util.List;

/**
 * What {@code task test -o json} prints.
 *
 * @param module hash of what was run
 * @param runs those that came to their end
 * @param problem null if it passed
 */
record TrialJson(
    boolean passed,
    String module,
    List<Run> runs,
    List<PhaseTimes> phases,
    ProblemJson problem,
    List<String> notes) {
  record Run(
      String name, long chunks, long tasks, double ms, long resultBytes, String resultSha256) {}

  record PhaseTimes(
      String phase,
      long tasks,
      long outputBytes,
      double kernelMsMin,
      double kernelMsMedian,
      double kernelMsMax,
      double overheadMsMedian) {}

  /**
   * @param kind task_failed, not_deterministic or depends_on_cut
   * @param phase null if it is about whole results
   * @param task likewise
   * @param code of a failed task; else null
   * @param log of a failed task; else null
   * @param atByte where outputs differ; null if a task failed
   */
  record ProblemJson(
      String kind,
      String run,
      String phase,
      Long task,
      String code,
      String log,
      Long atByte,
      String message) {}

  static TrialJson of(TrialReport report) {
    return new TrialJson(
        report.problem().isEmpty(),
        report.module().toString(),
        report.passes().stream().map(TrialJson::run).toList(),
        report.phases().stream().map(TrialJson::times).toList(),
        report.problem().map(TrialJson::problem).orElse(null),
        report.notes());
  }

  private static Run run(TrialReport.Pass pass) {
    return new Run(
        pass.name(),
        pass.chunks(),
        pass.tasks(),
        pass.millis(),
        pass.resultBytes(),
        pass.result().toString());
  }

  private static PhaseTimes times(TrialReport.PhaseTimes times) {
    return new PhaseTimes(
        times.phase().exportName(),
        times.tasks(),
        times.outputBytes(),
        times.kernelMillisMin(),
        times.kernelMillisMedian(),
        times.kernelMillisMax(),
        times.overheadMillisMedian());
  }

  private static ProblemJson problem(Problem problem) {
    var message = TrialTables.sentence(problem);
    return switch (problem) {
      case Problem.TaskFailed failed ->
          new ProblemJson(
              "task_failed",
              failed.pass(),
              failed.phase().exportName(),
              failed.task(),
              failed.code().name(),
              failed.log(),
              null,
              message);
      case Problem.NotDeterministic other ->
          new ProblemJson(
              "not_deterministic",
              other.pass(),
              other.phase().exportName(),
              other.task(),
              null,
              null,
              other.atByte(),
              message);
      case Problem.DependsOnCut other ->
          new ProblemJson(
              "depends_on_cut", other.pass(), null, null, null, null, other.atByte(), message);
    };
  }
}
