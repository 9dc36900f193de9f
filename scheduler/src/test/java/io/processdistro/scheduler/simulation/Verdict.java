package io.processdistro.scheduler.simulation;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.view.NodeState;

/** What must be true of a run, beyond what the scheduler's own parts must agree on. */
final class Verdict {
  private Verdict() {}

  /** A job ends as completed with every grain, or with evidence that the world agrees with. */
  static void onEnd(Simulation world, SimulatedJob job) {
    switch (job.outcome) {
      case JobOutcome.Completed() ->
          require(
              !job.open() && job.accepted.grains() == job.grainsInTheEnd(),
              "completed with " + job.accepted + " of " + job.grainsInTheEnd());
      case JobOutcome.Cancelled() -> require(job.cancelled, "nobody cancelled " + job.ticket.job());
      case JobOutcome.Failed failed -> justified(world, job, failed);
    }
  }

  private static void justified(Simulation world, SimulatedJob job, JobOutcome.Failed failed) {
    if (failed.code() == ErrorCode.DEADLINE_EXCEEDED && failed.range().isEmpty()) {
      long deadline = job.ticket.terms().deadlineNanos().orElse(Long.MAX_VALUE);
      require(world.agenda.nowNanos() >= deadline, "before its deadline: " + failed);
      return;
    }
    var range = failed.range().orElseThrow(() -> new AssertionError("no range: " + failed));
    boolean flaky = world.scenario.work().taskFailures() > 0;
    if (failed.code() == ErrorCode.GUEST_TRAP) {
      require(SimulatedJob.holds(range, job.badGrain), "innocent: " + failed);
      require(failed.nodes().size() >= 2, "not confirmed: " + failed);
    } else if (failed.code() == ErrorCode.RUNNER_DIED) {
      boolean lossesHappen = !world.scenario.calm();
      boolean companion = job.poisonGrain >= 0 || anyPoison(world);
      require(companion || flaky || lossesHappen, "no reason to call it poison: " + failed);
    } else {
      require(flaky, "nothing fails here: " + failed);
    }
  }

  private static boolean anyPoison(Simulation world) {
    return world.jobs.values().stream().anyMatch(job -> job.poisonGrain >= 0);
  }

  /**
   * From now, when nothing goes wrong any more: work left over capacity, with some slack, plus the
   * longest task that may just have begun. At the end of each stage slots may wait for such a task
   * again, and then for the next stage to be planned.
   */
  static long timeLeftNanos(Simulation world) {
    double capacity = 0;
    double slowest = 1;
    for (var node : world.nodes) {
      capacity += node.capacity();
      if (node.up) slowest = Math.max(slowest, node.slowness);
    }
    double work = 0;
    double longestGrain = 0;
    int stages = 1;
    double planning = 0;
    for (var job : world.jobs.values()) {
      if (job.outcome != null) continue;
      double left = job.costLeftNanos();
      double capped = Math.min(capacity, job.ticket.share().slotsMax() / slowest);
      work += left * capacity / capped;
      double perTask = job.ticket.work().grainsPerTaskFixed().orElse(1);
      longestGrain = Math.max(longestGrain, perTask * job.grainNanos * job.middleFactor);
      stages += job.stagesToCome();
      planning += (job.stagesToCome() + 1.0) * SimulatedController.PLANNING_NANOS_MAX;
    }
    double slack = world.scenario.calm() ? 1.25 : 1.5;
    double guided = 2_000_000_000.0; // a range of aimed length whose grains are dearer than thought
    double poison = anyPoison(world) ? 15_000_000_000.0 : 0;
    double longestTasks = 2 * stages * Math.max(guided, longestGrain * slowest);
    return (long) (slack * work / capacity + longestTasks + planning + poison);
  }

  /** Every lease is accounted for, and every slot is free again. */
  static void onSettled(Simulation world) {
    var snapshot = world.controller.scheduler.snapshot(world.agenda.nowNanos());
    var counts = snapshot.totals().attempts();
    require(counts.open() == 0, "leases open at the end: " + counts);
    require(
        counts.accepted() == world.controller.accepts,
        "accepted " + counts.accepted() + ", executed " + world.controller.accepts);
    long issued = 0;
    for (var job : snapshot.jobs()) {
      require(job.state().ended(), "not ended: " + job);
      require(job.attempts().open() == 0, "open leases: " + job);
      issued += job.attempts().issued();
    }
    require(issued == counts.issued(), "issued " + counts.issued() + ", by job " + issued);
    for (var node : snapshot.nodes()) {
      boolean taken = node.running() + node.queued() > 0;
      require(!taken || node.state() == NodeState.LOST, "a slot is still taken: " + node);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) throw new AssertionError(otherwise);
  }
}
