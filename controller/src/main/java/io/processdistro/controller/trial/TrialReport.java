package io.processdistro.controller.trial;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import java.util.List;
import java.util.Optional;

/**
 * What a trial found.
 *
 * @param module hash of what was run
 * @param passes those that came to their end, in order
 * @param phases where the time went, over all passes
 * @param problem what ended the trial early, or shows at its end; empty if all is well
 * @param notes what was not tried and why, and what is slow
 */
public record TrialReport(
    ContentHash module,
    List<Pass> passes,
    List<PhaseTimes> phases,
    Optional<Problem> problem,
    List<String> notes) {
  public TrialReport {
    passes = List.copyOf(passes);
    phases = List.copyOf(phases);
    notes = List.copyOf(notes);
  }

  /**
   * The whole job once.
   *
   * @param chunks how many executes it had
   */
  public record Pass(
      String name, long chunks, long tasks, double millis, long resultBytes, ContentHash result) {}

  /**
   * @param kernelMillisMedian inside the guest's function; the first runs are slow, because nothing
   *     is compiled yet
   * @param overheadMillisMedian of a new guest, and of copying its input and output
   */
  public record PhaseTimes(
      Phase phase,
      long tasks,
      long outputBytes,
      double kernelMillisMin,
      double kernelMillisMedian,
      double kernelMillisMax,
      double overheadMillisMedian) {}

  /** Why the module fails its trial. */
  public sealed interface Problem {
    /** In which pass it showed. */
    String pass();

    /**
     * A task hit a wall.
     *
     * @param task which one of its stage: a chunk's number for execute; merges count up through all
     *     their levels
     * @param log what the guest wrote to its log; escaped and bounded
     */
    record TaskFailed(
        String pass, Phase phase, long task, ErrorCode code, String message, String log)
        implements Problem {}

    /**
     * The same task with the same input gave another output.
     *
     * @param atByte the first that differs, counted from 0, or where the shorter one ends
     */
    record NotDeterministic(String pass, Phase phase, long task, long atByte) implements Problem {}

    /**
     * The result depends on how the input was cut.
     *
     * @param other the pass that it was compared with
     */
    record DependsOnCut(
        String pass, String other, long atByte, long resultBytes, long otherResultBytes)
        implements Problem {}
  }
}
