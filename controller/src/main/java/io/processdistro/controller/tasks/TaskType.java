package io.processdistro.controller.tasks;

import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.util.Optional;

/** One kind of job that the controller can plan and assemble. Implementations hold no state. */
public interface TaskType {
  /** What users write in {@code --task-type}: lower case letters, digits and underscores. */
  String name();

  /** What help output and the API tell about this type. */
  TaskDescription describe();

  /** What every job of this type runs; empty if a request brings its own module. */
  default Optional<ContentHash> module() {
    return Optional.empty();
  }

  /**
   * Checks a request whole and prepares its job: afterwards every {@link JobPlan#inputOf} is
   * answered from memory. Blocks: reads inputs and may write blobs of their total size, on up to
   * two threads; call it on a worker thread, never on an event loop.
   *
   * @param blobs where pieces of the inputs are stored
   * @throws InvalidJobException if the request is refused; nothing is started then, and blobs that
   *     were already written are garbage for the store to collect
   * @throws IOException if an input cannot be read or a blob not be written: our fault, not the
   *     user's
   */
  JobPlan plan(JobRequest request, TaskBlobs blobs) throws InvalidJobException, IOException;
}
