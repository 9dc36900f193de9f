package io.processdistro.controller.store;

import io.processdistro.common.values.JobId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The jobs, unfinished and finished. Call it on the controller's event loop only. Reads are
 * answered from memory; a write is durable (as far as the implementation is) when its future ends.
 */
public interface JobStore {
  /** The number for the next job: one more than any before. */
  long nextNumber();

  Future<Void> add(JobRecord job);

  /** Replaces the record of a job that was added before. */
  Future<Void> end(JobRecord ended);

  Optional<JobRecord> find(JobId id);

  /** Jobs whose id starts with {@code prefix}, at most two: enough to tell one from many. */
  List<JobRecord> startingWith(String prefix);

  /**
   * A page of jobs, the newest first.
   *
   * @param before only jobs with a smaller number
   * @param limit at least 1
   */
  List<JobRecord> page(long before, int limit, Predicate<JobRecord> wanted);

  /** How many jobs are not finished. */
  int unfinished();

  /**
   * Forgets the oldest finished jobs beyond {@code keep} and returns them, so that their files can
   * be deleted.
   */
  List<JobRecord> forgetFinished(int keep);
}
