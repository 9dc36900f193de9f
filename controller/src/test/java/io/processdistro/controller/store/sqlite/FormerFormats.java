package io.processdistro.controller.store.sqlite;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Output;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.ModuleRecord;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Priority;
import io.processdistro.scheduler.view.AttemptCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What the database in {@code src/test/resources} holds: every kind of record, as this release
 * reads it. That file was written by {@link #main} and is never written again: it stands for the
 * databases that users have. A new format gets a file of its own beside it.
 */
final class FormerFormats {
  static final String FORMAT_1 = "/store/format-1.sqlite";
  static final int ACCEPTED = 12;

  private FormerFormats() {}

  /** Of every way of cutting, of every priority, of every end, and not ended. */
  static List<JobRecord> jobs(Path results) {
    var jobs = new ArrayList<JobRecord>();
    jobs.add(SampleJobs.job(1));
    jobs.add(SampleJobs.failed(SampleJobs.fullJob(2)));
    jobs.add(SampleJobs.completed(SampleJobs.job(3), results));
    jobs.add(cancelled(SampleJobs.job(4)));
    var cuts =
        List.of(
            new Cut.Automatic(),
            new Cut.Whole(),
            new Cut.ByModule(),
            new Cut.ByFile(),
            new Cut.ByLines(1),
            new Cut.ByBytes(1L << 40));
    for (var cut : cuts) jobs.add(module(jobs.size() + 1, cut));
    for (var priority : Priority.values()) jobs.add(withPriority(jobs.size() + 1, priority));
    return jobs;
  }

  private static JobRecord cancelled(JobRecord job) {
    return job.ended(
        new JobEnd(
            SampleJobs.START,
            1,
            Optional.empty(),
            new JobOutcome.Cancelled(),
            "",
            Optional.empty(),
            new JobEnd.Tally(1_000, 0, AttemptCounts.NONE, 0, 0, 0),
            new JobEnd.Times(0, 0, 0, 0)));
  }

  private static JobRecord module(long number, Cut cut) {
    var request =
        new ModuleRequest(
            SampleJobs.hash("module"),
            cut,
            Optional.of(EnumSet.allOf(Phase.class)),
            ModuleRequest.Limits.DEFAULTS);
    var spec = SampleJobs.job(number).spec();
    return with(
        number,
        new JobSpec(
            spec.taskType(),
            JsonNodeFactory.instance.objectNode(),
            Map.of("input", new JobSpec.Input(SampleJobs.hash("input"), Optional.empty())),
            Optional.empty(),
            Optional.of(request),
            spec.rules(),
            false));
  }

  private static JobRecord withPriority(long number, Priority priority) {
    var spec = SampleJobs.job(number).spec();
    var rules = spec.rules();
    return with(
        number,
        new JobSpec(
            spec.taskType(),
            spec.params(),
            spec.inputs(),
            spec.outputFormat(),
            spec.module(),
            new JobSpec.Rules(
                rules.submitter(),
                priority,
                rules.weight(),
                rules.slotsMax(),
                rules.attemptsMax(),
                false,
                rules.deadline()),
            false));
  }

  private static JobRecord with(long number, JobSpec spec) {
    var job = SampleJobs.job(number);
    return new JobRecord(
        job.id(),
        number,
        job.origin(),
        spec,
        job.grains(),
        job.planNanos(),
        job.submittedAt(),
        Optional.empty());
  }

  /** Of every shape; one is quarantined. */
  static List<ModuleRecord> modules() {
    var kill =
        new ModuleRecord.Kill(
            SampleJobs.id(1), NodeId.random(new Random(2)), SampleJobs.START, "why", "log");
    var modules = new ArrayList<ModuleRecord>();
    for (var shape : ModuleShape.values()) {
      var facts =
          new ModuleRecord.Facts(
              9,
              shape,
              Set.of(Phase.values()),
              List.of("module.name"),
              List.of("execute"),
              1,
              2,
              3,
              List.of("a warning"));
      modules.add(
          new ModuleRecord(
              SampleJobs.hash(shape.name()), facts, SampleJobs.START, List.of(), Optional.empty()));
    }
    modules.add(
        new ModuleRecord(
                SampleJobs.hash("quarantined"),
                modules.getFirst().facts(),
                SampleJobs.START,
                List.of(kill),
                Optional.empty())
            .quarantined(SampleJobs.START));
    return modules;
  }

  /** The one of job 1 whose output is a blob; the others are {@link SampleJobs#task}s. */
  static AcceptedTask blobTask() {
    return new AcceptedTask(
        new GrainRange(ACCEPTED, ACCEPTED + 1),
        new Output.Blob(SampleJobs.hash("output"), 77),
        5,
        6);
  }

  /**
   * Writes a database of the present format.
   *
   * @param arguments an empty directory
   */
  public static void main(String[] arguments) throws Exception {
    var directory = Path.of(arguments[0]);
    try (var store = OpenStore.in(directory)) {
      for (var job : jobs(directory.resolve("results"))) {
        store.add(job.reopened());
        if (job.number() == 1) {
          store.acceptGrains(job.id(), 0, ACCEPTED);
          store.write(() -> store.jobs.accept(job.id(), blobTask()));
        }
        if (job.end().isPresent()) store.write(() -> store.jobs.end(job));
      }
      modules().forEach(store.modules::put);
    }
  }
}
