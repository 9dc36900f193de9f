package io.processdistro.controller.tasks;

import java.nio.file.Path;

/** What a task gave back: in memory when it travelled inside a frame, else a file of the store. */
public sealed interface TaskOutput {
  long lengthBytes();

  /** The array is not copied and not changed. */
  record InMemory(byte[] bytes) implements TaskOutput {
    @Override
    public long lengthBytes() {
      return bytes.length;
    }
  }

  /** A readable file of exactly {@code lengthBytes} bytes that stays until accept has returned. */
  record InFile(Path path, long lengthBytes) implements TaskOutput {}
}
