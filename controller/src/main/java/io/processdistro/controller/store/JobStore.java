package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The jobs, unfinished and finished, and the tasks that were accepted of them. Call it on the
 * controller's event loop only, except where it says worker.
 *
 * <p>Reads are answered from memory and show what is written. A write is durable (as far as the
 * implementation is) when its future ends; futures end on the event loop, in the order of the
 * calls. While the store cannot write, {@link #add} and {@link #reopen} fail at once with a {@link
 * StoreTroubleException}; {@link #accept} and {@link #end} wait until it can, and fail only when
 * the store is {@linkplain StoreHealth.Broken broken}.
 *
 * <p>The store keeps the blobs it needs: a job's inputs and module while the job is unfinished or
 * can be resumed, and the outputs of accepted tasks while these are remembered. It pins them from
 * the call on, also again when it is opened.
 */
public interface JobStore {
  /** The number for the next job: one more than any before. */
  long nextNumber();

  Future<Void> add(JobRecord job);

  /**
   * Writes down that a range's output counts. An output in a blob has to be in the blob store
   * already.
   */
  Future<Void> accept(JobId job, AcceptedTask task);

  /**
   * Replaces the record of an unfinished job. The accepted tasks of a completed job are forgotten,
   * those of a failed or cancelled one are kept, so that it can be resumed. Comes after all accepts
   * of that job.
   */
  Future<Void> end(JobRecord ended);

  /** Takes the end of a failed or cancelled job away: it goes on. */
  Future<Void> reopen(JobRecord unfinished);

  /**
   * Gives {@code each} every accepted task of an unfinished or resumable job, in the order of
   * acceptance. Blocks; call it on a worker, at any time. Whether tasks accepted meanwhile come
   * along is left open.
   *
   * @throws IOException if they cannot be read, or not as they were written
   */
  void readAccepted(JobId job, Consumer<AcceptedTask> each) throws IOException;

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

  /** How many jobs are not finished, with those that are just being added. */
  int unfinished();

  /** In the order of submission. */
  List<JobRecord> unfinishedJobs();

  /** The job that was submitted with this Idempotency-Key. */
  Optional<JobRecord> withKey(String idempotencyKey);

  /** The newest completed job of this work. */
  Optional<JobRecord> completed(ContentHash work);

  /** In the order in which they ended. */
  List<JobRecord> finishedJobs();

  /**
   * Forgets finished jobs, from now on; their results may be deleted when the future ends.
   *
   * @param finished what {@link #finishedJobs} gave, or a part of it
   */
  Future<Void> forget(List<JobRecord> finished);

  StoreHealth health();

  /**
   * @param listener told on the event loop of every change of {@link #health}, from now on
   */
  void watchHealth(Consumer<StoreHealth> listener);
}
