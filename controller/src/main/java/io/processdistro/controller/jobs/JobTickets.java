package io.processdistro.controller.jobs;

import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.scheduler.JobTicket;
import java.util.OptionalLong;

/** Tells the scheduler of a job what it needs to know. */
final class JobTickets {
  private JobTickets() {}

  static JobTicket of(JobRecord record, JobPlan plan, JobClock clock) {
    var rules = record.spec().rules();
    var limits = plan.limits();
    return new JobTicket(
        record.id(),
        JobTicket.Work.of(record.spec().taskType() + plan.costClass(), plan.module(), plan.grains())
            .withOpen(plan.open())
            .withGrainsPerTaskMax(plan.grainsPerTaskMax()),
        new JobTicket.Share(
            rules.submitter(),
            rules.weight(),
            rules.priority(),
            rules.slotsMax().orElse(Integer.MAX_VALUE)),
        new JobTicket.Terms(
            limits.memoryBytesMax(),
            limits.wallMillisMax(),
            rules.attemptsMax(),
            rules.deadline().isPresent()
                ? OptionalLong.of(clock.nanosOf(rules.deadline().get()))
                : OptionalLong.empty(),
            rules.hedging()));
  }
}
