package io.processdistro.controller.jobs;

import io.processdistro.common.values.JobId;
import io.processdistro.controller.tasks.JobPlan;
import java.util.Optional;

/**
 * What would become of a submission.
 *
 * @param inputBytes of all its inputs together
 * @param reusedFrom the job whose result would be taken instead of computing it again
 */
public record DryRun(JobPlan plan, long inputBytes, Optional<JobId> reusedFrom) {
  DryRun reusing(Optional<JobId> earlier) {
    return new DryRun(plan, inputBytes, earlier);
  }
}
