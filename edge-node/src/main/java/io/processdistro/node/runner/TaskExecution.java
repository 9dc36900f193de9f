package io.processdistro.node.runner;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.nio.file.Path;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;

/**
 * One task from input to outcome, in a new guest. Runs on a slot's thread; {@link #cancel} may come
 * from any other. Whatever the guest does ends in an outcome, never in an exception.
 */
final class TaskExecution {
  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private final RunnerCommand.Run command;
  private final GuestEngine engine;
  private final Deadlines deadlines;
  private boolean cancelled;
  private Deadlines.Watch watch;
  private long kernelNanos;

  TaskExecution(RunnerCommand.Run command, GuestEngine engine, Deadlines deadlines) {
    this.command = command;
    this.engine = engine;
    this.deadlines = deadlines;
  }

  RunnerEvent.Finished run() {
    long start = System.nanoTime();
    var outcome = outcome();
    return new RunnerEvent.Finished(
        command.task(), outcome, System.nanoTime() - start, kernelNanos);
  }

  /** Stops the task now, or keeps it from starting. */
  synchronized void cancel() {
    cancelled = true;
    if (watch != null) watch.stop(Deadlines.StopCause.CANCELLED);
  }

  /** Null if the task was cancelled before it began. */
  private synchronized Deadlines.Watch begin(Context context) {
    if (!cancelled) watch = deadlines.watch(context, command.wallMillisMax());
    return watch;
  }

  private Outcome outcome() {
    try {
      var module = engine.module(command.module());
      try (var context = engine.newContext()) {
        var begun = begin(context);
        if (begun == null) return new Outcome.Cancelled();
        try (begun) {
          return new Outcome.Succeeded(call(Guest.link(context, module)));
        } catch (PolyglotException e) {
          return failure(e);
        }
      }
    } catch (GuestFault e) {
      return new Outcome.Failed(e.code(), e.getMessage(), "");
    } catch (IOException e) {
      return new Outcome.Failed(
          ErrorCode.TRANSFER_FAILED, "input or output on the node's disk: " + e.getMessage(), "");
    } catch (PolyglotException e) {
      // Closing a context that was stopped from outside reports the stop once more.
      return failure(e);
    }
  }

  private Output call(Guest guest) throws GuestFault, IOException {
    long inputLength = InputReader.lengthOf(command);
    if (inputLength > Integer.MAX_VALUE) {
      throw new GuestFault(
          ErrorCode.MEMORY_EXCEEDED,
          "the input has " + inputLength + " bytes, a task takes at most " + Integer.MAX_VALUE);
    }
    var function = guest.function(command.phase().exportName());
    long input = Integer.toUnsignedLong(guest.function("alloc").execute((int) inputLength).asInt());
    if (input == 0 && inputLength > 0) {
      throw new GuestFault(
          ErrorCode.MEMORY_EXCEEDED,
          "the module has no room for " + inputLength + " bytes of input");
    }
    if (!guest.memory().contains(input, inputLength)) {
      throw GuestFault.ofOutput(
          "alloc(" + inputLength + ") gave " + input + ", which is not inside of the memory");
    }
    requireMemoryWithinLimit(guest);
    InputReader.write(command, guest.memory(), input);

    long start = System.nanoTime();
    long result;
    try {
      result = function.execute((int) input, (int) inputLength).asLong();
    } finally {
      kernelNanos = System.nanoTime() - start;
    }
    requireMemoryWithinLimit(guest);
    return output(guest, result);
  }

  private void requireMemoryWithinLimit(Guest guest) throws GuestFault {
    if (guest.memory().sizeBytes() > command.memoryBytesMax()) {
      throw new GuestFault(
          ErrorCode.MEMORY_EXCEEDED,
          "the task took %d bytes of memory, its limit is %d"
              .formatted(guest.memory().sizeBytes(), command.memoryBytesMax()));
    }
  }

  private Output output(Guest guest, long result) throws GuestFault, IOException {
    if (result < 0) {
      throw new GuestFault(ErrorCode.GUEST_ERROR_CODE, "the task answered with error " + result);
    }
    long offset = result >>> Integer.SIZE;
    long length = result & UNSIGNED_INT;
    if (length > command.outputBytesMax()) {
      throw new GuestFault(
          ErrorCode.OUTPUT_EXCEEDED,
          "the output has " + length + " bytes, the limit is " + command.outputBytesMax());
    }
    if (!guest.memory().contains(offset, length)) {
      throw GuestFault.ofOutput(
          "the output, %d bytes at %d, is not inside of the memory of %d bytes"
              .formatted(length, offset, guest.memory().sizeBytes()));
    }
    return OutputWriter.take(guest.memory(), offset, length, Path.of(command.outputFile()));
  }

  private Outcome failure(PolyglotException e) {
    var cause = watch == null ? null : watch.cause();
    if (cause == null) return GuestFailures.outcomeOf(e);
    return switch (cause) {
      case CANCELLED -> new Outcome.Cancelled();
      case DEADLINE ->
          new Outcome.Failed(
              ErrorCode.DEADLINE_EXCEEDED,
              "the task ran longer than its limit of " + command.wallMillisMax() + " ms",
              "");
    };
  }
}
