package io.processdistro.controller.tasks;

import io.processdistro.common.values.GrainRange;
import java.io.IOException;
import java.util.Optional;

/**
 * Puts the outputs of a job's tasks into its result file.
 *
 * <p>One caller at a time, on any worker thread, with a happens-before edge between calls (a serial
 * executor gives it). Calls may block on disk and compress. The ranges given must not overlap; they
 * come in any order. Memory stays bounded: what cannot be written yet waits in a file beside the
 * target.
 */
public interface ResultAssembly extends AutoCloseable {
  /**
   * Takes the output of one range. The output is not used after this returns.
   *
   * @throws InvalidOutputException if the content cannot be the output of that range; nothing of it
   *     was written, the assembly goes on, and the range can be given again
   */
  void accept(GrainRange range, TaskOutput output) throws InvalidOutputException, IOException;

  /**
   * What the outputs accepted since the last call lead to, told once. Empty for a job whose line is
   * known from the start.
   */
  default Optional<Growth> takeGrowth() {
    return Optional.empty();
  }

  /** A picture of what was accepted so far; empty if results of this kind show nothing. */
  default Optional<Preview> preview() {
    return Optional.empty();
  }

  /**
   * Completes the result file; call it once, when every grain was accepted. Not fsynced.
   *
   * @throws IllegalStateException if a grain is missing
   */
  void finish() throws IOException;

  /** Lets go of files. Before {@link #finish} it also deletes the unfinished result. */
  @Override
  void close() throws IOException;
}
