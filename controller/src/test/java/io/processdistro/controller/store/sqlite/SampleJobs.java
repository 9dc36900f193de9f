package io.processdistro.controller.store.sqlite;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Output;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobOrigin;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Priority;
import io.processdistro.scheduler.view.AttemptCounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** Jobs and tasks as tests need them: the same numbers give the same values. */
final class SampleJobs {
  static final Instant START = Instant.parse("2026-11-22T10:00:00.123456789Z");

  private SampleJobs() {}

  static JobId id(long number) {
    return JobId.random(new Random(number));
  }

  static ContentHash hash(String text) {
    return ContentHash.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A plain job, not finished. */
  static JobRecord job(long number) {
    return job(number, Optional.empty());
  }

  /** A job with everything that a job can have. */
  static JobRecord fullJob(long number) {
    return job(
        number,
        Optional.of(
            new ModuleRequest(
                hash("module"),
                new Cut.ByLines(7),
                Optional.of(Set.of(Phase.EXECUTE, Phase.MERGE)),
                new ModuleRequest.Limits(
                    OptionalLong.of(1 << 20),
                    OptionalLong.empty(),
                    OptionalLong.of(5),
                    OptionalLong.empty(),
                    OptionalLong.of(0)))));
  }

  private static JobRecord job(long number, Optional<ModuleRequest> module) {
    var params = JsonNodeFactory.instance.objectNode().put("size", 512).put("name", "ä\u2028\"");
    boolean full = module.isPresent();
    var rules =
        new JobSpec.Rules(
            "ada",
            Priority.HIGH,
            3,
            full ? OptionalInt.of(5) : OptionalInt.empty(),
            4,
            true,
            full ? Optional.of(START.plusSeconds(60)) : Optional.empty());
    return new JobRecord(
        id(number),
        number,
        new JobOrigin(
            full ? Optional.of("key " + number) : Optional.empty(),
            hash("request " + number),
            Optional.of(hash("work"))),
        new JobSpec(
            "squares",
            params,
            Map.of("data", new JobSpec.Input(hash("input"), Optional.of("input.txt"))),
            Optional.of("csv"),
            module,
            rules,
            false),
        1_000,
        12_345,
        START,
        Optional.empty());
  }

  static JobRecord completed(JobRecord job, Path results) {
    return job.ended(
        end(
            new JobOutcome.Completed(),
            Optional.of(
                new JobEnd.Result(
                    results.resolve(job.id() + ".csv"),
                    99,
                    "csv",
                    "text/csv",
                    Optional.of(id(9))))));
  }

  static JobRecord failed(JobRecord job) {
    var outcome =
        new JobOutcome.Failed(
            ErrorCode.GUEST_TRAP,
            "it trapped",
            Optional.of(new GrainRange(3, 4)),
            List.of(NodeId.random(new Random(1))));
    return job.ended(end(outcome, Optional.empty()));
  }

  private static JobEnd end(JobOutcome outcome, Optional<JobEnd.Result> result) {
    return new JobEnd(
        START.plusSeconds(10),
        17,
        Optional.of(START.plusSeconds(1)),
        outcome,
        "a log\nof two lines",
        result,
        new JobEnd.Tally(1_000, 999, new AttemptCounts(8, 1, 2, 1, 1, 1, 1, 1), 3, 4, 5),
        new JobEnd.Times(1, 2, 3, 4));
  }

  /** The task of one grain. */
  static AcceptedTask task(long grain) {
    var output = ("output of grain " + grain).getBytes(StandardCharsets.UTF_8);
    return new AcceptedTask(
        new GrainRange(grain, grain + 1), new Output.Inline(output), 1_000 + grain, grain);
  }
}
