package io.processdistro.controller.trial;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.trial.TrialCommand;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.Growth;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A whole job, once: stage by stage, its tasks in the order of the line or in another one. Their
 * outputs stay in a folder, so that a later pass can be compared with them.
 */
final class JobPass {
  private final String name;
  private final JobPlan plan;
  private final TrialBlobs blobs;
  private final Path folder;
  private final PhaseMeter meter;
  private long chunks;
  private long tasks;
  private long nanos;
  private long stageStart;

  /**
   * @param plan fresh: it grows in the course of the pass
   * @param folder is made; must not exist
   */
  JobPass(String name, JobPlan plan, TrialBlobs blobs, Path folder, PhaseMeter meter)
      throws IOException {
    this.name = name;
    this.plan = plan;
    this.blobs = blobs;
    this.folder = Files.createDirectory(folder);
    this.meter = meter;
  }

  /**
   * Runs every task.
   *
   * @param shuffle mixes the tasks of each stage; empty leaves them in order
   * @param earlier with whose outputs each one is compared; of the same job
   * @return the first problem, which ends the pass; empty if it came to its end
   */
  Optional<TrialReport.Problem> run(
      TrialBench bench, Optional<RandomGenerator> shuffle, Optional<JobPass> earlier)
      throws IOException {
    long started = System.nanoTime();
    try (var assembly = plan.assembly(resultFile())) {
      long from = 0;
      long to = plan.grains();
      while (from < to) {
        stageStart = from;
        for (long grain : order(from, to, shuffle)) {
          var problem = runTask(bench, assembly, grain, earlier);
          if (problem.isPresent()) return problem;
        }
        from = to;
        to = assembly.takeGrowth().map(Growth::grains).orElse(to);
      }
      assembly.finish();
    }
    nanos = System.nanoTime() - started;
    return Optional.empty();
  }

  private static List<Long> order(long from, long to, Optional<RandomGenerator> shuffle) {
    var grains = new ArrayList<Long>(Math.toIntExact(to - from));
    for (long grain = from; grain < to; grain++) grains.add(grain);
    shuffle.ifPresent(random -> Collections.shuffle(grains, Random.from(random)));
    return grains;
  }

  private Optional<TrialReport.Problem> runTask(
      TrialBench bench, ResultAssembly assembly, long grain, Optional<JobPass> earlier)
      throws IOException {
    var range = new GrainRange(grain, grain + 1);
    var phase = plan.phaseOf(range);
    var ended = bench.run(command(range, phase));
    if (ended.failure() != null) {
      var failure = ended.failure();
      return Optional.of(failed(grain, phase, failure.code(), failure.message(), failure.log()));
    }
    var output = outputFile(grain);
    long bytes = Files.size(output);
    meter.add(phase, ended, bytes);
    tasks++;
    if (phase == Phase.EXECUTE) chunks++;
    if (earlier.isPresent()) {
      long atByte = Files.mismatch(earlier.get().outputFile(grain), output);
      if (atByte >= 0) {
        return Optional.of(
            new TrialReport.Problem.NotDeterministic(name, phase, grain - stageStart, atByte));
      }
    }
    try {
      assembly.accept(range, new TaskOutput.InFile(output, bytes));
      return Optional.empty();
    } catch (InvalidOutputException e) {
      return Optional.of(failed(grain, phase, ErrorCode.GUEST_OUTPUT_INVALID, e.getMessage(), ""));
    }
  }

  private TrialReport.Problem failed(
      long grain, Phase phase, ErrorCode code, String message, String log) {
    return new TrialReport.Problem.TaskFailed(name, phase, grain - stageStart, code, message, log);
  }

  private TrialCommand.Run command(GrainRange range, Phase phase) {
    var input = plan.inputOf(range);
    var parts =
        input.parts().stream()
            .map(
                slice ->
                    new TrialCommand.Part(
                        blobs.file(slice.blob()).toString(), slice.offset(), slice.length()))
            .toList();
    return new TrialCommand.Run(
        phase,
        input.header(),
        parts,
        seed(phase, range.from()),
        outputFile(range.from()).toString());
  }

  /** As on a node: the same for each attempt, another one for each task. */
  private static long seed(Phase phase, long grain) {
    var identity = "trial " + phase.exportName() + " " + grain;
    return ContentHash.of(identity.getBytes(StandardCharsets.UTF_8)).bits0();
  }

  private Path outputFile(long grain) {
    return folder.resolve("output-" + grain).toAbsolutePath();
  }

  Path resultFile() {
    return folder.resolve("result");
  }

  String name() {
    return name;
  }

  long chunks() {
    return chunks;
  }

  /** After {@link #run} came to its end. */
  TrialReport.Pass summary() throws IOException {
    return new TrialReport.Pass(
        name,
        chunks,
        tasks,
        nanos / 1e6,
        Files.size(resultFile()),
        ContentHash.ofFile(resultFile()));
  }
}
