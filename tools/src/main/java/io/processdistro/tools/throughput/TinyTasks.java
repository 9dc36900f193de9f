package io.processdistro.tools.throughput;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskBlobs;
import io.processdistro.controller.tasks.TaskDescription;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskLimits;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.tasks.TaskType;
import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.MandelbrotInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job of any number of the smallest possible tasks, one grain each, so that all that is measured
 * is the way there and back. Real nodes compute one pixel of one iteration; simulated nodes answer
 * with nothing.
 */
final class TinyTasks implements TaskType {
  static final String NAME = "tiny_tasks";
  private static final long TASKS_MAX = 100_000_000;
  private static final TaskLimits LIMITS = new TaskLimits(30_000, 1 << 24, 1 << 10);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TaskDescription describe() {
    return new TaskDescription(
        NAME,
        "The smallest tasks there are",
        List.of(
            new TaskDescription.Parameter(
                "tasks", "1 to " + TASKS_MAX, "", "how many tasks to run")),
        List.of(),
        List.of(ResultFormat.CSV));
  }

  @Override
  public JobPlan plan(JobRequest request, TaskBlobs blobs) throws InvalidJobException {
    long tasks = request.params().path("tasks").asLong();
    if (tasks < 1 || tasks > TASKS_MAX) {
      throw new InvalidJobException(
          ErrorCode.INVALID_PARAMETER, "params.tasks", "tasks must be 1 to " + TASKS_MAX, "");
    }
    return new Plan(tasks);
  }

  private record Plan(long grains) implements JobPlan {
    private static final byte[] ONE_PIXEL =
        new MandelbrotInput(
                new MandelbrotInput.Image(1, 1, 1),
                new MandelbrotInput.Region(0, 1, 0, 1),
                MandelbrotInput.Output.COUNTS,
                0,
                1)
            .header();

    @Override
    public long grainsPerTaskMax() {
      return 1;
    }

    @Override
    public ContentHash module() {
      return ContentHash.fromDigest(BuiltInModule.MANDELBROT.sha256());
    }

    @Override
    public TaskLimits limits() {
      return LIMITS;
    }

    @Override
    public Set<ContentHash> blobs() {
      return Set.of();
    }

    @Override
    public TaskInput inputOf(GrainRange range) {
      return new TaskInput(ONE_PIXEL, List.of());
    }

    @Override
    public Optional<String> complaintAbout(GrainRange range, long outputLengthBytes) {
      return outputLengthBytes == 0 || outputLengthBytes == Integer.BYTES
          ? Optional.empty()
          : Optional.of("a tiny task gives 0 or 4 bytes, not " + outputLengthBytes);
    }

    @Override
    public ResultFormat resultFormat() {
      return ResultFormat.CSV;
    }

    @Override
    public ResultAssembly assembly(Path target) throws IOException {
      return new Count(grains, target);
    }
  }

  /** The result is the number of accepted tasks. */
  private static final class Count implements ResultAssembly {
    private final long expected;
    private final Path target;
    private long accepted;

    Count(long expected, Path target) {
      this.expected = expected;
      this.target = target;
    }

    @Override
    public void accept(GrainRange range, TaskOutput output) {
      accepted += range.length();
    }

    @Override
    public void finish() throws IOException {
      if (accepted != expected) {
        throw new IllegalStateException(accepted + " of " + expected + " tasks were accepted");
      }
      Files.writeString(target, "tasks\n" + accepted + "\n");
    }

    @Override
    public void close() {}
  }
}
