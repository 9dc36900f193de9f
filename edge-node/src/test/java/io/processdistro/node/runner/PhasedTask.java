package io.processdistro.node.runner;

import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.values.Phase;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A user's module run phase by phase in a runner, as a cluster would run it. */
final class PhasedTask {
  private static final GuestLimits LIMITS = new GuestLimits(30_000, 1L << 28, 1L << 26, 1 << 16, 0);

  private final RunnerHarness runner;
  private final RunnerCommand.ModuleFile module;
  private long seed;

  PhasedTask(RunnerHarness runner, RunnerCommand.ModuleFile module) {
    this.runner = runner;
    this.module = module;
  }

  /** The chunks that {@code split} makes of an input. */
  List<byte[]> split(byte[] input) throws IOException {
    return chunks(output(Phase.SPLIT, input));
  }

  /** The input's result if it is a single chunk and there is nothing to merge. */
  byte[] executeWhole(byte[] input) throws IOException {
    return output(Phase.EXECUTE, input);
  }

  /** Split, each chunk executed, all results merged at once. */
  byte[] run(byte[] input) throws IOException {
    return merge(execute(split(input)));
  }

  /**
   * As {@link #run}, with the chunks executed in another order, and the results still in theirs.
   */
  byte[] runShuffled(byte[] input, long orderSeed) throws IOException {
    var chunks = split(input);
    var order = new ArrayList<Integer>();
    for (int i = 0; i < chunks.size(); i++) order.add(i);
    Collections.shuffle(order, new Random(orderSeed));
    var results = new byte[chunks.size()][];
    for (int chunk : order) results[chunk] = output(Phase.EXECUTE, chunks.get(chunk));
    return merge(List.of(results));
  }

  /** As {@link #run}, with merges of at most {@code width} results, level by level. */
  byte[] runWithTree(byte[] input, int width) throws IOException {
    var level = execute(split(input));
    do {
      var next = new ArrayList<byte[]>();
      for (int from = 0; from < level.size(); from += width) {
        next.add(merge(level.subList(from, Math.min(level.size(), from + width))));
      }
      level = next;
    } while (level.size() > 1);
    return level.getFirst();
  }

  List<byte[]> execute(List<byte[]> chunks) throws IOException {
    var results = new ArrayList<byte[]>();
    for (var chunk : chunks) results.add(output(Phase.EXECUTE, chunk));
    return results;
  }

  byte[] merge(List<byte[]> results) throws IOException {
    return output(Phase.MERGE, chunkList(results));
  }

  Outcome outcome(Phase phase, byte[] input) throws IOException {
    return runner.run(command(phase, input)).outcome();
  }

  byte[] output(Phase phase, byte[] input) throws IOException {
    var command = command(phase, input);
    return switch (runner.run(command).outcome()) {
      case Outcome.Succeeded(Output.Inline(byte[] bytes)) -> bytes;
      case Outcome.Succeeded(Output.Blob _) -> Files.readAllBytes(Path.of(command.outputFile()));
      case Outcome failed -> throw new AssertionError(phase + " did not succeed: " + failed);
    };
  }

  static byte[] chunkList(List<byte[]> chunks) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(littleEndian(chunks.size()));
    for (var chunk : chunks) {
      out.writeBytes(littleEndian(chunk.length));
      out.writeBytes(chunk);
    }
    return out.toByteArray();
  }

  private static List<byte[]> chunks(byte[] list) {
    var in = ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN);
    var chunks = new ArrayList<byte[]>();
    for (int left = in.getInt(); left > 0; left--) {
      var chunk = new byte[in.getInt()];
      in.get(chunk);
      chunks.add(chunk);
    }
    if (in.hasRemaining()) throw new AssertionError(in.remaining() + " bytes after the last chunk");
    return chunks;
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private RunnerCommand.Run command(Phase phase, byte[] input) throws IOException {
    var execute =
        runner.userTask(module, new byte[0], List.of(runner.part(input)), LIMITS, "", seed++);
    return new RunnerCommand.Run(
        execute.task(),
        execute.module(),
        phase,
        execute.header(),
        execute.parts(),
        execute.limits(),
        execute.params(),
        execute.randomSeed(),
        execute.outputFile());
  }
}
