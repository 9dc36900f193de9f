package io.processdistro.controller.jobs;

import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.view.JobView;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A job at one moment.
 *
 * @param version grows whenever anything here changes
 * @param live how far it is; empty once {@link JobRecord#end} is present, and while the job is
 *     being taken up again from what is on disk
 */
public record JobStatus(JobRecord record, long version, Optional<Live> live) {

  /**
   * @param view by the scheduler, at most 250 ms old; empty before its first snapshot
   * @param holds why nothing new of it is started, whatever the scheduler could do
   * @param slotNanos summed over the tasks accepted so far
   */
  public record Live(
      Optional<JobView> view,
      Optional<Instant> startedAt,
      Set<Hold> holds,
      long slotNanos,
      long kernelNanos) {}

  /** Whether it waits to be planned again after a start of the controller. */
  public boolean isBeingRestored() {
    return !isFinished() && live.isEmpty();
  }

  public boolean isFinished() {
    return record.end().isPresent();
  }
}
