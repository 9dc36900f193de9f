package io.processdistro.controller.tasks.modules;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskBlobs;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A job of a user's module: its line grows as its {@link ModuleAssembly} gets outputs. The same
 * outputs give the same line again, so a job can be rebuilt from those that were accepted.
 */
final class ModulePlan implements JobPlan {
  private final ModuleJob job;
  private final StageLine line;
  private final long firstGrains;
  private final TaskBlobs blobs;

  ModulePlan(ModuleJob job, Stage first, TaskBlobs blobs) {
    this.job = job;
    this.line = new StageLine(first);
    this.firstGrains = first.count();
    this.blobs = blobs;
  }

  /** Of its first stage. */
  @Override
  public long grains() {
    return firstGrains;
  }

  @Override
  public boolean open() {
    return line.first().phase() == Phase.SPLIT || job.merges();
  }

  @Override
  public long grainsPerTaskMax() {
    return 1;
  }

  @Override
  public String costClass() {
    return job.costClass(line.first().phase());
  }

  @Override
  public ContentHash module() {
    return job.module();
  }

  @Override
  public Optional<ContentHash> origin() {
    return Optional.of(job.origin());
  }

  @Override
  public boolean repeatable() {
    return !job.usesRandomness();
  }

  @Override
  public TaskLimits limits() {
    return job.limits();
  }

  @Override
  public String params() {
    return job.params();
  }

  /** None: they are kept when they are stored. */
  @Override
  public Set<ContentHash> blobs() {
    return Set.of();
  }

  @Override
  public Phase phaseOf(GrainRange range) {
    return line.at(range.from()).phase();
  }

  @Override
  public TaskInput inputOf(GrainRange range) {
    if (range.length() != 1) {
      throw new IllegalArgumentException("a task of this job has one grain, was " + range);
    }
    var stage = line.at(range.from());
    return stage.inputOf(Math.toIntExact(range.from() - stage.firstGrain()));
  }

  @Override
  public Optional<String> complaintAbout(GrainRange range, long outputLengthBytes) {
    return outputLengthBytes <= job.limits().outputBytesMax()
        ? Optional.empty()
        : Optional.of(
            "the output has "
                + outputLengthBytes
                + " bytes, and at most "
                + job.limits().outputBytesMax()
                + " are allowed");
  }

  @Override
  public ResultFormat resultFormat() {
    return job.format();
  }

  @Override
  public ResultAssembly assembly(Path target) throws IOException {
    return new ModuleAssembly(job, line, blobs, target);
  }
}
