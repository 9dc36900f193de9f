package io.processdistro.node.runner;

import io.processdistro.node.runner.guest.GuestMemory;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerCommand.InputFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/**
 * Puts a task's input into guest memory: the header from the command, the parts straight from the
 * files of the blob cache, mapped and copied once.
 */
final class InputReader {
  private InputReader() {}

  static long lengthOf(RunnerCommand.Run run) {
    return run.header().length + run.parts().stream().mapToLong(InputFile::length).sum();
  }

  /**
   * @throws IOException if a file is missing or shorter than its slice says
   */
  static void write(RunnerCommand.Run run, GuestMemory memory, long offset) throws IOException {
    memory.write(offset, ByteBuffer.wrap(run.header()));
    long position = offset + run.header().length;
    for (var part : run.parts()) {
      if (part.length() > 0) write(part, memory, position);
      position += part.length();
    }
  }

  private static void write(InputFile part, GuestMemory memory, long position) throws IOException {
    try (var arena = Arena.ofConfined()) {
      memory.write(position, part.map(arena));
    }
  }
}
