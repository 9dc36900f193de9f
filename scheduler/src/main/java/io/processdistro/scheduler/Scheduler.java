package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.view.Explanation;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.NodeState;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The scheduler: a state machine without clock, I/O, randomness or threads of its own. The same
 * configuration, epoch, seed and events give the same commands, bit for bit.
 *
 * <p>Call from one thread only. An exception from {@link #handle} is a bug: the state may be half
 * changed, so the driver has to stop feeding events and start anew.
 */
public final class Scheduler {
  private final Cluster cluster;
  private final Placement placement;
  private final Leases leases;
  private final Dispatcher dispatcher;
  private final JobBook jobs;
  private final RetryRules retries;
  private final Settlement settlement;
  private final Liveness liveness;
  private final NodeRoster roster;
  private final Thief thief;
  private final Hedger hedger;
  private final SnapshotMaker snapshots;
  private final Explainer explainer;

  /**
   * @param epoch grows by one at each start of the controller, so that no lease of a former life is
   *     mistaken for one of this; at least 1
   * @param seed decides between equals where there are too many nodes to compare them all
   */
  public Scheduler(SchedulerConfig config, long epoch, long seed) {
    cluster = new Cluster(config, epoch, seed);
    placement = new Placement(cluster);
    leases = new Leases(cluster);
    dispatcher = new Dispatcher(cluster, leases, placement);
    jobs = new JobBook(cluster, leases, dispatcher);
    retries = new RetryRules(cluster, placement, jobs);
    settlement = new Settlement(cluster, leases, retries, jobs);
    liveness = new Liveness(cluster);
    roster = new NodeRoster(cluster, leases, retries, dispatcher, liveness);
    liveness.onGivenUp(
        node -> roster.giveUpLeases(node, false), node -> roster.giveUpLeases(node, true));
    thief = new Thief(cluster, leases, placement);
    hedger = new Hedger(cluster, leases, placement);
    snapshots = new SnapshotMaker(cluster);
    explainer = new Explainer(cluster);
  }

  /**
   * Takes one event and says what follows from it.
   *
   * @param nowNanos any monotonic clock; a reading before an earlier one counts as that one
   * @return to be executed in order; the list is the caller's
   */
  public List<Command> handle(long nowNanos, Event event) {
    cluster.clock.advance(nowNanos);
    cluster.commands = new ArrayList<>(4);
    switch (event) {
      case Event.JobSubmitted submitted -> jobs.submit(submitted.ticket());
      case Event.JobGrown grown -> jobs.grow(grown);
      case Event.JobCancelled cancelled -> jobs.cancel(cancelled.job());
      case Event.JobPaused paused -> jobs.pause(paused.job());
      case Event.JobResumed resumed -> jobs.resume(resumed.job());
      case Event.NodeConnected connected -> roster.connected(connected);
      case Event.NodeDisconnected gone ->
          present(gone.node(), gone.incarnation(), roster::disconnected);
      case Event.NodeLeft left -> left(left);
      case Event.HeartbeatReceived heartbeat -> heartbeat(heartbeat);
      case Event.RoundTripMeasured measured -> roundTrip(measured);
      case Event.TaskReported reported -> {
        present(reported.node(), reported.incarnation(), liveness::heard);
        settlement.reported(reported);
      }
      case Event.LeasesReturned returned ->
          present(
              returned.node(),
              returned.incarnation(),
              node -> {
                liveness.heard(node);
                settlement.returned(node, returned.leases());
              });
      case Event.NodeIntake intake ->
          present(intake.node(), intake.incarnation(), node -> roster.intake(node, intake.open()));
      case Event.NodeDraining draining -> wish(draining.node(), Wish.DRAIN, NodeCause.DRAIN);
      case Event.NodePaused paused -> wish(paused.node(), Wish.PAUSE, NodeCause.PAUSE);
      case Event.NodeResumed resumed -> wish(resumed.node(), Wish.WORK, NodeCause.RESUME);
      case Event.Ticked() -> tick();
    }
    assign();
    return cluster.commands;
  }

  /** An immutable picture for API and metrics; costs nothing per task. */
  public SchedulerSnapshot snapshot(long nowNanos) {
    return snapshots.snapshot(nowNanos);
  }

  /**
   * How long tasks whose node crashed waited from then on for another one: those that got one since
   * this was called last.
   */
  public List<Long> takeReassignNanos() {
    return cluster.takeReassignNanos();
  }

  /** One job as {@link #snapshot} shows it; empty if it is not remembered. */
  public Optional<JobView> job(JobId job) {
    return snapshots.job(job);
  }

  /**
   * What a lease is about, as long as somebody waits for its report. A driver that has to judge an
   * output before it feeds the report asks this.
   */
  public Optional<Lease> find(LeaseKey key) {
    return Optional.ofNullable(cluster.attempts.get(key))
        .filter(attempt -> attempt.state.open())
        .map(attempt -> attempt.lease);
  }

  /**
   * Why a job is where it is, from what is remembered of it; empty if nothing is. Walks over all
   * nodes and open leases: for a person's question, not for every event.
   *
   * @param range only what concerns these grains; empty for the whole job
   */
  public Optional<Explanation> explain(JobId job, Optional<GrainRange> range) {
    return explainer.explain(job, range);
  }

  /** For tests of this package, which check it as a whole. */
  Cluster state() {
    return cluster;
  }

  /** Gives out what can be given out; then nodes that the event left without work may steal. */
  private void assign() {
    var touched = cluster.takeTouched();
    dispatcher.assign();
    for (var node : touched) thief.stealFor(node);
    cluster.takeTouched();
  }

  private void tick() {
    liveness.tick();
    jobs.failOverdue();
    long now = cluster.fairNanos();
    for (var task = cluster.delayedTasks.pollDue(now);
        task != null;
        task = cluster.delayedTasks.pollDue(now)) {
      if (task.state != TaskState.DELAYED) continue;
      cluster.move(task, TaskCause.WAITED);
      cluster.queue.refresh(task.job);
    }
    for (var node = cluster.restingNodes.pollDue(now);
        node != null;
        node = cluster.restingNodes.pollDue(now)) {
      cluster.touch(node);
    }
    cluster.roomVersion++; // estimates have aged: what found no node is tried again
    cluster.takeTouched();
    dispatcher.assignThoroughly();
    thief.stealForAll();
    hedger.tick();
  }

  private void heartbeat(Event.HeartbeatReceived event) {
    var node = roster.present(event.node(), event.incarnation());
    if (node == null) {
      cluster.emit(new Command.CloseNode(event.node(), event.incarnation(), CloseReason.UNKNOWN));
      return;
    }
    liveness.heard(node);
    roster.heartbeat(node, event);
  }

  private void roundTrip(Event.RoundTripMeasured event) {
    var node = cluster.nodes.get(event.node());
    if (node == null || !node.connected) return;
    long nanos = Math.max(1, event.roundTripNanos());
    node.roundTripNanos = node.roundTripNanos == 0 ? nanos : (3 * node.roundTripNanos + nanos) / 4;
    liveness.heard(node);
    cluster.touch(node);
  }

  private void left(Event.NodeLeft event) {
    var node = cluster.nodes.get(event.node());
    if (node == null || node.incarnation != event.incarnation()) return;
    if (node.state == NodeState.LOST) return;
    if (node.connected) liveness.heard(node);
    roster.left(node);
  }

  private void wish(NodeId id, Wish wish, NodeCause cause) {
    var node = cluster.nodes.get(id);
    if (node != null) roster.wish(node, wish, cause);
  }

  private void present(NodeId id, long incarnation, Consumer<Node> action) {
    var node = roster.present(id, incarnation);
    if (node != null) action.accept(node);
  }
}
