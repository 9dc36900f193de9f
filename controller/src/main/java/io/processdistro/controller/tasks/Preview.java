package io.processdistro.controller.tasks;

import java.io.IOException;

/** A small picture of a result, also while it grows. Thread-safe. */
public interface Preview {
  /** Grows with what there is to see. */
  long painted();

  /**
   * A PNG at most so wide; what is not there yet is transparent. Blocks.
   *
   * @throws IOException also when the result was finished or given up meanwhile
   */
  byte[] png(int widthMax) throws IOException;
}
