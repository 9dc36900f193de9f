package io.processdistro.node.runner;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.FuelExports;
import io.processdistro.common.text.Amounts;
import io.processdistro.common.values.Outcome;
import io.processdistro.node.runner.guest.FuelMeter;
import io.processdistro.node.runner.guest.Guest;
import io.processdistro.node.runner.guest.GuestContext;
import io.processdistro.node.runner.guest.GuestFailures;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.guest.GuestProgram;
import io.processdistro.node.runner.guest.KernelClock;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import io.processdistro.node.runner.wasi.WasiProgram;
import java.io.IOException;
import java.util.Optional;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;

/**
 * One task from input to outcome, in a new guest. Runs on a slot's thread; {@link #cancel} may come
 * from any other. Whatever the guest does ends in an outcome, never in an exception.
 */
final class TaskExecution {
  private final RunnerCommand.Run command;
  private final GuestLimits limits;
  private final GuestEngine engine;
  private final Deadlines deadlines;
  private final KernelClock clock = new KernelClock();
  private boolean cancelled;
  private Deadlines.Watch watch;

  TaskExecution(RunnerCommand.Run command, GuestEngine engine, Deadlines deadlines) {
    this.command = command;
    this.limits = command.limits();
    this.engine = engine;
    this.deadlines = deadlines;
  }

  RunnerEvent.Finished run() {
    long start = System.nanoTime();
    var outcome = outcome();
    if (watch != null && watch.cause() == Deadlines.StopCause.DEADLINE) {
      engine.settle(watch.stoppedNanos());
    }
    return new RunnerEvent.Finished(
        command.task(), outcome, System.nanoTime() - start, clock.nanos());
  }

  /** Stops the task now, or keeps it from starting. */
  synchronized void cancel() {
    cancelled = true;
    if (watch != null) watch.stop(Deadlines.StopCause.CANCELLED);
  }

  /** Null if the task was cancelled before it began. */
  private synchronized Deadlines.Watch begin(Context context) {
    if (!cancelled) watch = deadlines.watch(context, limits.wallMillisMax());
    return watch;
  }

  private Outcome outcome() {
    try (var program = program()) {
      var module = engine.module(command.module());
      try (var lent = engine.lendContext()) {
        var begun = begin(lent.context().polyglot());
        if (begun == null) return new Outcome.Cancelled();
        Outcome outcome;
        try (begun;
            var _ = lent.context().enter()) {
          outcome = attempt(lent.context(), module, program);
        }
        if (outcome instanceof Outcome.Succeeded && begun.cause() == null) lent.leftInOrder();
        return outcome;
      } catch (PolyglotException e) {
        // Closing a context that was stopped from outside reports the stop once more.
        return stopped(program).orElseGet(() -> failed(faultOf(e, module, null), program));
      }
    } catch (IOException e) {
      return failed(GuestFailures.faultOfDisk(e.getMessage()), "");
    }
  }

  private GuestProgram program() {
    return switch (command.module().shape()) {
      case NATIVE -> new NativeProgram(command);
      case WASI_COMMAND -> new WasiProgram(command);
    };
  }

  private Outcome attempt(GuestContext context, Source module, GuestProgram program)
      throws IOException {
    Guest guest = null;
    FuelMeter fuel = null;
    try {
      guest = context.link(module, program.imports());
      program.linked(guest);
      fuel = FuelMeter.fill(guest, limits.fuel());
      if (guest.exports(FuelExports.START)) guest.function(FuelExports.START).executeVoid();
      return new Outcome.Succeeded(program.run(guest, clock));
    } catch (GuestFault e) {
      return failed(e, program);
    } catch (PolyglotException e) {
      var stopped = stopped(program);
      if (stopped.isPresent()) return stopped.get();
      if (fuel != null && fuel.isExhausted()) {
        return failed(
            new GuestFault(ErrorCode.FUEL_EXHAUSTED, "fuel exhausted after " + limits.fuel()),
            program);
      }
      return failed(faultOf(e, module, guest), program);
    }
  }

  private GuestFault faultOf(PolyglotException e, Source module, Guest guest) {
    return new GuestFailures(() -> module.getBytes().toByteArray())
        .faultOf(e, Optional.ofNullable(guest), limits.memoryBytesMax());
  }

  /** The outcome of a task that was stopped from outside; empty if it was not. */
  private Optional<Outcome> stopped(GuestProgram program) {
    var cause = watch == null ? null : watch.cause();
    if (cause == null) return Optional.empty();
    return Optional.of(
        switch (cause) {
          case CANCELLED -> new Outcome.Cancelled();
          case DEADLINE ->
              new Outcome.Failed(
                  ErrorCode.DEADLINE_EXCEEDED,
                  "deadline " + Amounts.limitMillis(limits.wallMillisMax()),
                  program.log());
        });
  }

  private static Outcome failed(GuestFault fault, GuestProgram program) {
    return failed(fault, program.log());
  }

  private static Outcome failed(GuestFault fault, String log) {
    return new Outcome.Failed(fault.code(), fault.getMessage(), log);
  }
}
