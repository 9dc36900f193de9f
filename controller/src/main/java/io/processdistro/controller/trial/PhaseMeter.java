package io.processdistro.controller.trial;

import io.processdistro.common.trial.TrialEvent;
import io.processdistro.common.values.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Adds up what the tasks of each phase took. */
final class PhaseMeter {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Phase, Samples> phases = new EnumMap<>(Phase.class);

  private static final class Samples {
    private final LongStream.Builder kernelNanos = LongStream.builder();
    private final LongStream.Builder overheadNanos = LongStream.builder();
    private long tasks;
    private long outputBytes;
  }

  void add(Phase phase, TrialEvent.Ended ended, long outputBytes) {
    var samples = phases.computeIfAbsent(phase, ignored -> new Samples());
    samples.kernelNanos.add(ended.kernelNanos());
    samples.overheadNanos.add(ended.slotNanos() - ended.kernelNanos());
    samples.outputBytes += outputBytes;
    samples.tasks++;
  }

  /** Of every phase that had a task, in their order; call once. */
  List<TrialReport.PhaseTimes> times() {
    var times = new ArrayList<TrialReport.PhaseTimes>();
    phases.forEach(
        (phase, samples) -> {
          var kernel = samples.kernelNanos.build().sorted().toArray();
          var overhead = samples.overheadNanos.build().sorted().toArray();
          times.add(
              new TrialReport.PhaseTimes(
                  phase,
                  samples.tasks,
                  samples.outputBytes,
                  kernel[0] / NANOS_PER_MILLI,
                  kernel[kernel.length / 2] / NANOS_PER_MILLI,
                  kernel[kernel.length - 1] / NANOS_PER_MILLI,
                  overhead[overhead.length / 2] / NANOS_PER_MILLI));
        });
    return times;
  }
}
