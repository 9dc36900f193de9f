package io.processdistro.controller.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.scheduler.CloseReason;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.NodeOffer;
import io.processdistro.scheduler.Scheduler;
import io.processdistro.scheduler.SchedulerConfig;
import io.processdistro.scheduler.view.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The driver between the real scheduler and hand-written nodes and jobs. */
class SchedulerDriverTest {
  private static final JobId JOB = JobId.random(new Random(1));
  private static final NodeId NODE = NodeId.random(new Random(2));
  private static final ContentHash MODULE = ContentHash.of(new byte[1]);

  private final AtomicLong nanos = new AtomicLong(1);
  private final EventInbox inbox = new EventInbox();
  private final RecordingNodes nodes = new RecordingNodes();
  private final RecordingJob job = new RecordingJob();
  private final List<Throwable> faults = new ArrayList<>();
  private final SchedulerDriver driver =
      new SchedulerDriver(
          new Scheduler(SchedulerConfig.DEFAULTS, 1, 1),
          nanos::incrementAndGet,
          inbox,
          nodes,
          id -> id.equals(JOB) ? job : null,
          SchedulerWatch.NONE,
          faults::add);

  private void begin(long grains) {
    inbox.feed(new Event.NodeConnected(NODE, 1, new NodeOffer(1, 1 << 30), List.of()));
    inbox.feed(
        new Event.JobSubmitted(
            new JobTicket(
                JOB,
                JobTicket.Work.of("test", MODULE, grains),
                JobTicket.Share.of("me"),
                JobTicket.Terms.DEFAULTS)));
  }

  private void report(LeaseKey lease, Outcome outcome) {
    inbox.reported(NODE, 1, List.of(new TaskReport(lease, outcome, TaskTimes.NONE)));
  }

  private static Outcome done(int length) {
    return new Outcome.Succeeded(new Output.Inline(new byte[length]));
  }

  @Test
  void assignsAcceptsAndFinishes() {
    begin(1);
    assertThat(nodes.assigned).hasSize(1);
    report(nodes.assigned.getFirst().key(), done(1));
    assertThat(job.accepted).containsExactlyElementsOf(nodes.assigned);
    assertThat(job.outcome).isInstanceOf(JobOutcome.Completed.class);
    assertThat(job.last.grains().done()).isEqualTo(1);
    assertThat(faults).isEmpty();
  }

  @Test
  void anOutputThatTheJobComplainsAboutIsNotAccepted() {
    begin(1);
    job.complaint = Optional.of("too short");
    var lease = nodes.assigned.getFirst().key();
    report(lease, done(1));
    assertThat(job.accepted).isEmpty();
    assertThat(nodes.acknowledged).contains(lease);
  }

  @Test
  void anEventFedWhileAnotherIsHandledWaitsForItsTurn() {
    job.onAccept = () -> inbox.feed(new Event.JobCancelled(JOB));
    begin(1_000);
    report(nodes.assigned.getFirst().key(), done(1));
    assertThat(job.accepted).hasSize(1);
    assertThat(job.outcome).isInstanceOf(JobOutcome.Cancelled.class);
    assertThat(faults).isEmpty();
  }

  @Test
  void aPlanThatCannotGiveAnInputSpoilsOnlyItsJob() {
    job.inputFails = true;
    begin(1);
    assertThat(job.abandoned).contains("0..1");
    assertThat(driver.isHalted()).isFalse();
  }

  @Test
  void aFaultHaltsTheDriverForGoodAndIsToldOnce() {
    job.onAccept =
        () -> {
          throw new IllegalStateException("a bug");
        };
    begin(1_000);
    report(nodes.assigned.getFirst().key(), done(1));
    assertThat(driver.isHalted()).isTrue();
    assertThat(faults).hasSize(1);
    int assigned = nodes.assigned.size();
    long handled = driver.eventsHandled();
    report(nodes.assigned.get(1).key(), done(1));
    inbox.feed(new Event.Ticked());
    assertThat(driver.eventsHandled()).isEqualTo(handled);
    assertThat(nodes.assigned).hasSize(assigned);
    assertThat(faults).hasSize(1);
  }

  @Test
  void signsOfLifeAndTimeAloneAreNoChangesButWhatTheyLeadToIs() {
    inbox.feed(new Event.NodeConnected(NODE, 1, new NodeOffer(1, 1 << 30), List.of()));
    long before = driver.changes();
    inbox.feed(new Event.Ticked());
    inbox.feed(new Event.HeartbeatReceived(NODE, 1, List.of(), List.of()));
    inbox.feed(new Event.RoundTripMeasured(NODE, 1_000));
    assertThat(driver.changes()).isEqualTo(before);

    inbox.feed(new Event.NodePaused(NODE));
    assertThat(driver.changes()).isEqualTo(before + 1);
    // A heartbeat of a lease that nobody knows is answered: that is a change.
    inbox.feed(new Event.HeartbeatReceived(NODE, 1, List.of(new LeaseKey(1, 999)), List.of()));
    assertThat(driver.changes()).isEqualTo(before + 2);
  }

  private static final class RecordingJob implements JobCommands.RunningJob {
    final List<Lease> accepted = new ArrayList<>();
    final List<Outcome.Failed> failures = new ArrayList<>();
    Optional<String> complaint = Optional.empty();
    Runnable onAccept = () -> {};
    boolean inputFails;
    JobOutcome outcome;
    JobView last;
    String abandoned;

    @Override
    public TaskTerms terms(GrainRange range) {
      return TaskTerms.ofBuiltIn(JOB, "test", MODULE, 1, 1, 1);
    }

    @Override
    public TaskInput inputOf(GrainRange range) {
      if (inputFails) throw new IllegalArgumentException("no input");
      return new TaskInput(new byte[0], List.of());
    }

    @Override
    public Optional<String> complaintAbout(GrainRange range, Output output) {
      return complaint;
    }

    @Override
    public void failed(Lease lease, Outcome.Failed failure) {
      failures.add(failure);
    }

    @Override
    public void accept(Lease lease, Output output, TaskReport report) {
      accepted.add(lease);
      onAccept.run();
    }

    @Override
    public void finish(JobOutcome how, JobView view) {
      outcome = how;
      last = view;
    }

    @Override
    public void abandon(String message) {
      abandoned = message;
    }
  }

  private static final class RecordingNodes implements NodeCommands {
    final List<Lease> assigned = new ArrayList<>();
    final List<LeaseKey> acknowledged = new ArrayList<>();

    @Override
    public void assign(Lease lease, TaskTerms terms, TaskInput input) {
      assigned.add(lease);
    }

    @Override
    public void acknowledge(NodeId node, LeaseKey lease) {
      acknowledged.add(lease);
    }

    @Override
    public void revoke(NodeId node, LeaseKey lease) {}

    @Override
    public void cancel(NodeId node, LeaseKey lease) {}

    @Override
    public void close(NodeId node, long incarnation, CloseReason reason) {}

    @Override
    public void setHeartbeat(NodeId node, long intervalMillis, long leaseMillis) {}

    @Override
    public void countAccepted(NodeId node, TaskReport report) {}

    @Override
    public void countFailed(NodeId node) {}
  }
}
