package io.processdistro.controller.jobs;

import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.view.JobView;
import java.time.Instant;
import java.util.Optional;

/**
 * A job at one moment.
 *
 * @param version grows whenever anything here changes
 * @param live how far it is; empty once {@link JobRecord#end} is present
 */
public record JobStatus(JobRecord record, long version, Optional<Live> live) {

  /**
   * @param view by the scheduler, at most 250 ms old; empty before its first snapshot
   * @param slotNanos summed over the tasks accepted so far
   */
  public record Live(
      Optional<JobView> view, Optional<Instant> startedAt, long slotNanos, long kernelNanos) {}

  public boolean isFinished() {
    return record.end().isPresent();
  }
}
