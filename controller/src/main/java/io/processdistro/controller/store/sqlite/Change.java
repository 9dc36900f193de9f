package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Output;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.ModuleRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What can be written. */
sealed interface Change {
  /** Refused at once while the store cannot write. */
  record AddJob(JobRecord job) implements Change {}

  /** As {@link AddJob}; the job is there and goes on. */
  record ReopenJob(JobRecord job) implements Change {}

  record EndJob(JobRecord job) implements Change {}

  /**
   * @param position as the schema says
   */
  record AcceptTask(long position, AcceptedTask task) implements Change {}

  record ForgetJobs(List<JobRecord> jobs) implements Change {}

  /**
   * @param record asked for when it is written: empty if the module is to be forgotten
   */
  record SaveModule(ContentHash module, Supplier<Optional<ModuleRecord>> record)
      implements Change {}

  /** Whether it must not wait for better times: somebody waits for an answer. */
  default boolean isImpatient() {
    return switch (this) {
      case AddJob add -> true;
      case ReopenJob reopen -> true;
      case EndJob end -> false;
      case AcceptTask accept -> false;
      case ForgetJobs forget -> false;
      case SaveModule save -> false;
    };
  }

  /** What it adds to the database beyond a few hundred bytes. */
  default long outputBytes() {
    return this instanceof AcceptTask(long position, AcceptedTask task)
            && task.output() instanceof Output.Inline(byte[] bytes)
        ? bytes.length
        : 0;
  }
}
