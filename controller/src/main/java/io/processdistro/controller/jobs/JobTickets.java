package io.processdistro.controller.jobs;

import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.tasks.Growth;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.scheduler.JobTicket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells the scheduler of a job what it needs to know. */
final class JobTickets {
  private JobTickets() {}

  /**
   * @param former present if the job had a life before this one
   */
  static JobTicket of(
      JobRecord record, JobPlan plan, Optional<FormerTasks> former, JobClock clock) {
    var rules = record.spec().rules();
    var limits = plan.limits();
    var line =
        former
            .flatMap(FormerTasks::growth)
            .orElseGet(() -> new Growth(plan.grains(), plan.open(), plan.costClass()));
    return new JobTicket(
        record.id(),
        JobTicket.Work.of(record.spec().taskType() + line.costClass(), plan.module(), line.grains())
            .withOpen(line.open())
            .withGrainsPerTaskMax(plan.grainsPerTaskMax())
            .withAccepted(former.map(FormerTasks::ranges).orElse(List.of())),
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
