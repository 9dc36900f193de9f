package io.processdistro.node.runner.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the agent tells a runner through its standard input. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunnerCommand.Warm.class, name = "warm"),
  @JsonSubTypes.Type(value = RunnerCommand.Run.class, name = "run"),
  @JsonSubTypes.Type(value = RunnerCommand.Recall.class, name = "recall"),
  @JsonSubTypes.Type(value = RunnerCommand.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = RunnerCommand.Rest.class, name = "rest"),
  @JsonSubTypes.Type(value = RunnerCommand.Stop.class, name = "stop")
})
public sealed interface RunnerCommand {
  /** Compile and warm a module before its first task; harmless if it is warm already. */
  record Warm(ModuleFile module) implements RunnerCommand {}

  /**
   * Run one task as soon as a slot is free. Tasks start in the order in which they come, so the
   * agent knows without being told which of them have started: the oldest that have not ended, as
   * many as there are slots.
   *
   * @param task the agent's own number for it, unique in the life of this runner
   * @param header first bytes of the input
   * @param parts the rest of the input, read from the agent's blob cache
   * @param params what a WASI command gets as its second argument; empty for none
   * @param randomSeed decides what a WASI command is given as random; the same for each attempt
   * @param outputFile where an output over {@link
   *     io.processdistro.common.wire.WireLimits#OUTPUT_INLINE_BYTES_MAX} is written; must not exist
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Run(
      long task,
      ModuleFile module,
      Phase phase,
      byte[] header,
      List<InputFile> parts,
      GuestLimits limits,
      String params,
      long randomSeed,
      String outputFile)
      implements RunnerCommand {
    public Run {
      parts = List.copyOf(parts);
    }

    /** A task of a built-in module, which needs neither parameters nor randomness. */
    public static Run ofBuiltIn(
        long task,
        ModuleFile module,
        byte[] header,
        List<InputFile> parts,
        GuestLimits limits,
        String outputFile) {
      return new Run(task, module, Phase.EXECUTE, header, parts, limits, "", 0, outputFile);
    }
  }

  /**
   * Give a task back that has not started: answered with {@link RunnerEvent.Returned}. One that has
   * started is left alone and ends as any other; an unknown number is ignored.
   */
  record Recall(long task) implements RunnerCommand {}

  /**
   * Stop a task, started or not; it ends as cancelled, or as done if it was faster. An unknown
   * number is ignored.
   */
  record Cancel(long task) implements RunnerCommand {}

  /**
   * Stand still for so long, the whole process: the owner's share of the processors is used up. The
   * time does not count against deadlines.
   *
   * @param nanos bounded by the runner to a second
   */
  record Rest(long nanos) implements RunnerCommand {}

  /** Finish nothing, exit at once. The end of standard input means the same. */
  record Stop() implements RunnerCommand {}

  /** A module that the agent has checked; {@code path} is absolute. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record ModuleFile(ContentHash hash, String path, ModuleShape shape) {
    public static ModuleFile ofBuiltIn(ContentHash hash, String path) {
      return new ModuleFile(hash, path, ModuleShape.NATIVE);
    }
  }

  /** {@code length} bytes of a file from {@code offset} on; {@code path} is absolute. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record InputFile(String path, long offset, long length) {
    /**
     * The bytes, for as long as the arena is open.
     *
     * @throws IOException if the file is missing or shorter than this says
     */
    public ByteBuffer map(Arena arena) throws IOException {
      try (var channel = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
        if (offset > channel.size() - length) {
          throw new IOException(
              "%s has %d bytes, the task wants %d from %d on"
                  .formatted(path, channel.size(), length, offset));
        }
        return channel.map(MapMode.READ_ONLY, offset, length, arena).asByteBuffer();
      }
    }
  }
}
