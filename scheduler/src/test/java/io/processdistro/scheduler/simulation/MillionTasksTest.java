package io.processdistro.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.Command;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.NodeOffer;
import io.processdistro.scheduler.Scheduler;
import io.processdistro.scheduler.SchedulerConfig;
import io.processdistro.scheduler.SchedulerProbe;
import io.processdistro.scheduler.TaskResult;
import io.processdistro.scheduler.structures.Dice;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The size that the scheduler is made for, without a network in between. */
class MillionTasksTest {
  private static final ContentHash OUTPUT = ContentHash.of(new byte[] {1});

  private final Dice dice = new Dice(3);
  private final Scheduler scheduler = new Scheduler(SchedulerConfig.DEFAULTS, 1, 1);
  private final ArrayDeque<Lease> out = new ArrayDeque<>();
  private final Set<LeaseKey> recalled = new HashSet<>();
  private final ArrayDeque<Event> answers = new ArrayDeque<>();
  private long nowNanos = 1;
  private long events;
  private long accepted;
  private boolean finished;

  @Test
  void fiveThousandNodesOfFourSlotsDoAMillionTasks() {
    run(5_000, 4, 1_000_000);
    new SchedulerProbe(scheduler).check();
    var snapshot = scheduler.snapshot(nowNanos);
    assertThat(accepted).isEqualTo(1_000_000);
    assertThat(snapshot.totals().attempts().accepted()).isEqualTo(1_000_000);
    assertThat(snapshot.totals().attempts().open()).isZero();
    assertThat(snapshot.nodes()).hasSize(5_000);
    int historyMost = 2 * SchedulerConfig.DEFAULTS.memory().historyEntries();
    assertThat(new SchedulerProbe(scheduler).kept())
        .as("nothing is kept of a finished task")
        .isLessThanOrEqualTo(historyMost + 10);
  }

  /** Events that were handled. */
  long run(int nodes, int slots, long tasks) {
    for (int i = 0; i < nodes; i++) {
      feed(
          new Event.NodeConnected(
              NodeId.random(dice::nextLong), 1, new NodeOffer(slots, 1L << 30), List.of()));
    }
    feed(new Event.JobSubmitted(ticket(tasks)));
    for (long reported = 0; !out.isEmpty() || !answers.isEmpty(); reported++) {
      while (!answers.isEmpty()) feed(answers.removeFirst());
      if (out.isEmpty()) continue;
      var lease = out.removeFirst();
      if (recalled.remove(lease.key())) continue; // its node has nothing to say about it
      // Each slot ends four tasks per second of simulated time.
      nowNanos += 250_000_000L / ((long) nodes * slots);
      feed(
          new Event.TaskReported(
              lease.node(),
              lease.incarnation(),
              lease.key(),
              new TaskResult.Succeeded(OUTPUT, 250_000_000, 250_000_000)));
      if (reported % 8_000 == 0) feed(new Event.Ticked());
    }
    if (!finished) throw new AssertionError("nothing is out, but the job has not ended");
    return events;
  }

  private JobTicket ticket(long tasks) {
    var work = JobTicket.Work.of("million", OUTPUT, tasks).withGrainsPerTaskFixed(1);
    assertThat(work.grainsPerTaskFixed()).isEqualTo(OptionalLong.of(1));
    return new JobTicket(
        JobId.random(dice::nextLong), work, JobTicket.Share.of("one"), JobTicket.Terms.DEFAULTS);
  }

  private void giveBack(Command.Revoke revoke) {
    recalled.add(revoke.lease());
    answers.add(new Event.LeasesReturned(revoke.node(), 1, List.of(revoke.lease())));
  }

  private void feed(Event event) {
    events++;
    for (var command : scheduler.handle(nowNanos, event)) {
      switch (command) {
        case Command.Assign(var lease) -> out.addLast(lease);
        case Command.Accept accept -> accepted++;
        case Command.FinishJob finish -> finished = true;
        case Command.Revoke revoke -> giveBack(revoke);
        case Command.Cancel cancel -> throw new AssertionError("unexpected: " + cancel);
        case Command.Discard discard -> throw new AssertionError("unexpected: " + discard);
        case Command.CloseNode close -> throw new AssertionError("unexpected: " + close);
        case Command.SetHeartbeat heartbeat -> {}
      }
    }
  }
}
