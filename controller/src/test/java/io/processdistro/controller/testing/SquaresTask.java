package io.processdistro.controller.testing;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.InvalidOutputException;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job small enough to check by eye: grain i gives the eight bytes of i * i, the result is all of
 * them in order. {@code {"count":n}}; an output whose first byte is {@link #LIE} (of a grain above
 * 16) is only seen through by the assembly.
 */
public final class SquaresTask implements TaskType {
  public static final String NAME = "squares";
  public static final byte LIE = (byte) 0xff;
  public static final ContentHash MODULE = ContentHash.of(new byte[] {1, 2, 3});

  private static final int COUNT_MAX = 10_000_000;

  /** The output that is right for a range. */
  public static byte[] outputOf(long from, long to) {
    var bytes = ByteBuffer.allocate(Math.toIntExact((to - from) * Long.BYTES));
    for (long i = from; i < to; i++) bytes.putLong(i * i);
    return bytes.array();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TaskDescription describe() {
    return new TaskDescription(
        NAME,
        "squares of whole numbers",
        List.of(new TaskDescription.Parameter("count", "1 to 10000000", "", "how many")),
        List.of(new TaskDescription.Input("note", false, "anything")),
        List.of(ResultFormat.NPY));
  }

  @Override
  public JobPlan plan(JobRequest request, TaskBlobs blobs) throws InvalidJobException {
    var count = request.params().path("count");
    if (!count.isInt() || count.intValue() < 1 || count.intValue() > COUNT_MAX) {
      throw new InvalidJobException(
          ErrorCode.INVALID_PARAMETER, "params.count", "count must be 1 to " + COUNT_MAX, "");
    }
    long perTaskMax = request.params().path("per_task").asLong(1_000);
    return new Plan(count.intValue(), perTaskMax);
  }

  private record Plan(long grains, long grainsPerTaskMax) implements JobPlan {
    @Override
    public ContentHash module() {
      return MODULE;
    }

    @Override
    public TaskLimits limits() {
      return new TaskLimits(10_000, 1 << 20, 1 << 20);
    }

    @Override
    public Set<ContentHash> blobs() {
      return Set.of();
    }

    @Override
    public TaskInput inputOf(GrainRange range) {
      return new TaskInput(
          ByteBuffer.allocate(16).putLong(range.from()).putLong(range.to()).array(), List.of());
    }

    @Override
    public Optional<String> complaintAbout(GrainRange range, long outputLengthBytes) {
      return outputLengthBytes == range.length() * Long.BYTES
          ? Optional.empty()
          : Optional.of("the output of " + range + " has a wrong length");
    }

    @Override
    public ResultFormat resultFormat() {
      return ResultFormat.NPY;
    }

    @Override
    public ResultAssembly assembly(Path target) throws IOException {
      return new Assembly(
          target,
          FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }
  }

  private static final class Assembly implements ResultAssembly {
    private final Path target;
    private final FileChannel channel;
    private boolean finished;

    Assembly(Path target, FileChannel channel) {
      this.target = target;
      this.channel = channel;
    }

    @Override
    public void accept(GrainRange range, TaskOutput output)
        throws InvalidOutputException, IOException {
      var bytes =
          switch (output) {
            case TaskOutput.InMemory(byte[] inMemory) -> inMemory;
            case TaskOutput.InFile file -> Files.readAllBytes(file.path());
          };
      if (bytes[0] == LIE) throw new InvalidOutputException("the output of " + range + " lies");
      channel.write(ByteBuffer.wrap(bytes), range.from() * Long.BYTES);
    }

    @Override
    public void finish() {
      finished = true;
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (!finished) Files.deleteIfExists(target);
    }
  }
}
