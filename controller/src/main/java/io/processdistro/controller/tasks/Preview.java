package io.processdistro.controller.tasks;

import java.io.IOException;
import java.util.Optional;

/** A small picture of a result, also while it grows. Thread-safe. */
public interface Preview {
  /** Grows with what there is to see. */
  long painted();

  /**
   * A PNG at most so wide; what is not there yet is transparent. Empty if what it would show was
   * finished, given up or pruned meanwhile. Blocks.
   */
  Optional<byte[]> png(int widthMax) throws IOException;
}
