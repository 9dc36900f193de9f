package io.processdistro.controller.driver;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.view.JobView;
import java.util.Optional;

/** What the driver can tell jobs. Nothing here blocks. */
public interface JobCommands {
  /** The unfinished job of that id; null if it is not (any more) there. */
  RunningJob running(JobId job);

  /** One unfinished job, as far as the driver needs it. */
  interface RunningJob {
    /** For a lease of these grains; the same object each time for tasks of one phase. */
    TaskTerms terms(GrainRange range);

    TaskInput inputOf(GrainRange range);

    /**
     * What is wrong with this output by its length, or because its blob is not here; empty if it
     * can be right.
     */
    Optional<String> complaintAbout(GrainRange range, Output output);

    /** A task of it failed on a node; what follows from it, the scheduler says. */
    void failed(Lease lease, Outcome.Failed failure);

    /** The output of this lease counts; acknowledges it to the node once it is assembled. */
    void accept(Lease lease, Output output, TaskReport report);

    /**
     * The scheduler is done with this job; nothing comes after.
     *
     * @param last the scheduler's view of it, as it stays
     */
    void finish(JobOutcome outcome, JobView last);

    /** Our own fault makes going on useless: ends the job as failed. */
    void abandon(String message);
  }
}
