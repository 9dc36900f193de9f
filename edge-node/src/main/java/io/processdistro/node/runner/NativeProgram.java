package io.processdistro.node.runner;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.guest.Guest;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.guest.GuestProgram;
import io.processdistro.node.runner.guest.KernelClock;
import io.processdistro.node.runner.protocol.RunnerCommand;
import java.io.IOException;
import java.util.Optional;
import org.graalvm.polyglot.proxy.ProxyObject;

/** The native shape: input into a place that {@code alloc} gives, output where the result says. */
final class NativeProgram implements GuestProgram {
  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private final RunnerCommand.Run command;

  NativeProgram(RunnerCommand.Run command) {
    this.command = command;
  }

  @Override
  public Optional<ProxyObject> imports() {
    return Optional.empty();
  }

  @Override
  public void linked(Guest guest) {}

  @Override
  public Output run(Guest guest, KernelClock clock) throws GuestFault, IOException {
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
    guest.requireMemoryWithin(command.limits().memoryBytesMax());
    InputReader.write(command, guest.memory(), input);

    long result;
    try (var _ = clock.start()) {
      result = function.execute((int) input, (int) inputLength).asLong();
    }
    guest.requireMemoryWithin(command.limits().memoryBytesMax());
    return output(guest, result);
  }

  private Output output(Guest guest, long result) throws GuestFault, IOException {
    if (result < 0) {
      throw new GuestFault(ErrorCode.GUEST_ERROR_CODE, "the task answered with error " + result);
    }
    long offset = result >>> Integer.SIZE;
    long length = result & UNSIGNED_INT;
    if (length > command.limits().outputBytesMax()) {
      throw GuestFault.ofOutputLimit(length, command.limits().outputBytesMax());
    }
    if (!guest.memory().contains(offset, length)) {
      throw GuestFault.ofOutput(
          "the output, %d bytes at %d, is not inside of the memory of %d bytes"
              .formatted(length, offset, guest.memory().sizeBytes()));
    }
    return OutputWriter.take(guest.memory(), offset, length, command.outputFile());
  }

  /** A native module has nothing to write a log with. */
  @Override
  public String log() {
    return "";
  }

  @Override
  public void close() {}
}
