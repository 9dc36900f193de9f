package io.processdistro.node.runner.wasi;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.guest.Guest;
import io.processdistro.node.runner.guest.GuestEnd;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.guest.GuestProgram;
import io.processdistro.node.runner.guest.KernelClock;
import io.processdistro.node.runner.protocol.RunnerCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.proxy.ProxyObject;

/** A WASI command: input on its standard input, output on its standard output, status 0 if well. */
public final class WasiProgram implements GuestProgram {
  private final RunnerCommand.Run command;
  private final StandardInput input;
  private final StandardOutput output;
  private final GuestLog log;
  private final WasiFunctions functions;

  public WasiProgram(RunnerCommand.Run command) {
    this.command = command;
    this.input = new StandardInput(command);
    this.output = new StandardOutput(Path.of(command.outputFile()));
    this.log = new GuestLog(command.limits().logBytesMax());
    this.functions =
        new WasiFunctions(
            WasiArguments.of(command),
            new WasiStreams(input, output, command.limits().outputBytesMax(), log),
            new DeterministicRandom(command.randomSeed()));
  }

  @Override
  public Optional<ProxyObject> imports() {
    return Optional.of(functions.imports());
  }

  @Override
  public void linked(Guest guest) {
    functions.attach(guest.memory());
  }

  @Override
  public Output run(Guest guest, KernelClock clock) throws GuestFault, IOException {
    guest.requireMemoryWithin(command.limits().memoryBytesMax());
    try (var _ = clock.start()) {
      guest.function("_start").executeVoid();
    } catch (PolyglotException e) {
      requireGoodEnd(e);
    }
    guest.requireMemoryWithin(command.limits().memoryBytesMax());
    return output.finish();
  }

  /** Returns if the program has ended itself with status 0. */
  private static void requireGoodEnd(PolyglotException e) throws GuestFault {
    if (!e.isHostException() || !(e.asHostException() instanceof GuestEnd.Exited exited)) throw e;
    if (exited.status() != 0) {
      throw new GuestFault(
          ErrorCode.GUEST_ERROR_CODE,
          "the task exited with status " + Integer.toUnsignedString(exited.status()));
    }
  }

  @Override
  public String log() {
    return log.text();
  }

  @Override
  public void close() throws IOException {
    try (input) {
      output.close();
    }
  }
}
