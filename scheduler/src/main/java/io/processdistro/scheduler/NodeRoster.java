package io.processdistro.scheduler;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.view.NodeState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Nodes come, go, drain and pause; what they hold is compared with what we believe they hold. */
final class NodeRoster {
  private final Cluster cluster;
  private final Leases leases;
  private final RetryRules retries;
  private final Dispatcher dispatcher;
  private final Liveness liveness;
  private final Adoption adoption;

  NodeRoster(
      Cluster cluster,
      Leases leases,
      RetryRules retries,
      Dispatcher dispatcher,
      Liveness liveness) {
    this.cluster = cluster;
    this.leases = leases;
    this.adoption = new Adoption(cluster, leases);
    this.retries = retries;
    this.dispatcher = dispatcher;
    this.liveness = liveness;
  }

  void connected(Event.NodeConnected event) {
    var node = cluster.nodes.get(event.node());
    if (node != null && event.incarnation() < node.incarnation) {
      cluster.emit(
          new Command.CloseNode(event.node(), event.incarnation(), CloseReason.SUPERSEDED));
      return;
    }
    if (node == null) {
      node = new Node(event.node(), event.incarnation(), event.offer());
      cluster.nodes.put(node.id, node);
    } else {
      cluster.recount(node, false);
      if (event.incarnation() > node.incarnation) newLife(node, event.incarnation());
      else reconcile(node, event.held());
      cluster.recount(node, false);
      node.slotsUsable = Math.min(node.slotsUsable, event.offer().slots());
      if (node.slotsUsable == node.offer.slots()) node.slotsUsable = event.offer().slots();
      node.offer = event.offer();
    }
    node.intakeOpen = true;
    liveness.came(node);
    for (var holding : event.held()) claim(node, holding);
    cluster.recount(node, node.isAvailable());
    cluster.touch(node);
  }

  /** The agent was started anew: whatever its former life held is gone. */
  private void newLife(Node node, long incarnation) {
    boolean sudden = node.state != NodeState.LOST;
    node.crashedNanos = node.silentSinceNanos();
    giveUpLeases(node, sudden);
    node.incarnation = incarnation;
    node.slotsUsable = node.offer.slots();
    node.failuresInRow = 0;
    node.restUntilNanos = 0;
    node.roundTripNanos = 0;
    node.warm = Set.of();
    if (node.wish == Wish.DRAIN) wish(node, Wish.WORK, NodeCause.RESUME);
  }

  /** Same life, new connection: what it no longer holds was lost on the way. */
  private void reconcile(Node node, List<Holding> held) {
    var keys = new HashSet<LeaseKey>();
    for (var holding : held) keys.add(holding.key());
    for (var attempt : openAttempts(node)) {
      if (keys.contains(attempt.lease.key())) continue;
      boolean wanted =
          attempt.state == AttemptState.WAITING || attempt.state == AttemptState.RUNNING;
      leases.end(attempt, wanted ? AttemptCause.GIVEN_UP : AttemptCause.RETURNED, 0);
      if (wanted) retries.lost(attempt, false);
    }
  }

  /** One lease that the node says it holds: known, adopted, or turned away. */
  private void claim(Node node, Holding holding) {
    var attempt = cluster.attempts.get(holding.key());
    boolean ours = attempt != null && attempt.state.open() && attempt.node == node;
    if (ours && isAboutSomethingElse(attempt.lease, holding)) {
      unanswered(attempt);
      turnAway(node, holding);
    } else if (ours) {
      remind(attempt);
    } else if (!adoption.adopt(node, holding)) {
      turnAway(node, holding);
    }
  }

  /** A lease of another cluster, or of a state that was restored, may have the same name. */
  private static boolean isAboutSomethingElse(Lease lease, Holding holding) {
    return holding.claim().filter(claim -> !Adoption.isAbout(lease, claim)).isPresent();
  }

  /** Stops what runs for nobody; what has ended need not be reported any more. */
  private void turnAway(Node node, Holding holding) {
    var key = holding.key();
    leases.skip(key);
    if (!holding.ended()) {
      cluster.emit(new Command.Cancel(node.id, key));
      return;
    }
    var attempt = cluster.attempts.get(key);
    if (attempt != null
        && attempt.state == AttemptState.LOST
        && attempt.lease.node().equals(node.id)) {
      leases.reportedLate(attempt);
    } else {
      cluster.counters.unknownReports++;
    }
    cluster.emit(new Command.Discard(node.id, key, DiscardReason.STALE));
  }

  /** Demands that may not have reached the node are made again. */
  private void remind(Attempt attempt) {
    var key = attempt.lease.key();
    switch (attempt.state) {
      case REVOKED -> cluster.emit(new Command.Revoke(attempt.node.id, key));
      case STOPPING -> cluster.emit(new Command.Cancel(attempt.node.id, key));
      case WAITING, RUNNING -> {}
      case ACCEPTED, DUPLICATE, INVALID, FAILED, CANCELLED, LOST, STALE -> {}
    }
  }

  void disconnected(Node node) {
    if (node.state != NodeState.SUSPECT) {
      node.state = cluster.tables.nodes.next(node.state, NodeCause.CONNECTION_BROKE);
    }
    cluster.recount(node, false);
    cluster.touch(node);
    liveness.broke(node);
  }

  /** Goodbye: it holds nothing any more, so whatever we believe it holds runs elsewhere at once. */
  void left(Node node) {
    node.state = cluster.tables.nodes.next(node.state, NodeCause.LEFT);
    node.crashedNanos = 0;
    cluster.recount(node, false);
    giveUpLeases(node, false);
    liveness.gone(node);
  }

  void wish(Node node, Wish wish, NodeCause cause) {
    if (node.wish == wish) return;
    node.wish = wish;
    if (node.state == NodeState.SUSPECT || node.state == NodeState.LOST) return;
    node.state = cluster.tables.nodes.next(node.state, cause);
    cluster.recount(node, node.isAvailable());
    if (wish != Wish.WORK) {
      for (var attempt : node.waiting) dispatcher.recall(attempt, "its node takes nothing new");
    }
    cluster.touch(node);
  }

  void intake(Node node, boolean open) {
    liveness.heard(node);
    node.intakeOpen = open;
    cluster.recount(node, node.isAvailable());
    cluster.touch(node);
  }

  void heartbeat(Node node, Event.HeartbeatReceived event) {
    node.warm = new LinkedHashSet<>(event.warmModules());
    for (var key : event.running()) seenRunning(node, key);
    boolean slotFree = event.running().size() < node.offer.slots();
    long now = cluster.fairNanos();
    long missing = cluster.config.liveness().missingMillis() * 1_000_000;
    boolean stuck = slotFree && now - node.progressNanos >= missing;
    for (var attempt : openAttempts(node)) {
      if (now - attempt.seenNanos < missing || attempt.seenNanos == now) continue;
      switch (attempt.state) {
        case RUNNING -> {
          if (stuck || now - attempt.startedNanos >= missing) askBack(attempt);
        }
        case WAITING -> {
          if (stuck) askBack(attempt);
        }
        case REVOKED, STOPPING -> unanswered(attempt);
        case ACCEPTED, DUPLICATE, INVALID, FAILED, CANCELLED, LOST, STALE -> {}
      }
    }
  }

  private void seenRunning(Node node, LeaseKey key) {
    var attempt = cluster.attempts.get(key);
    if (attempt == null || !attempt.state.open() || attempt.node != node) {
      cluster.emit(new Command.Cancel(node.id, key)); // it computes for nobody
      return;
    }
    if (attempt.state == AttemptState.WAITING) {
      leases.started(attempt);
      cluster.touch(node);
    }
    if (attempt.state == AttemptState.STOPPING) {
      long leaseNanos = cluster.config.liveness().leaseMillis() * 1_000_000;
      if (cluster.fairNanos() - attempt.seenNanos < leaseNanos) return;
      remind(attempt);
    }
    attempt.seenNanos = cluster.fairNanos();
    if (attempt.state == AttemptState.RUNNING && overdue(attempt)) {
      leases.stop(attempt);
      attempt.task.troubles().avoid.add(node.id);
      retries.givenBack(attempt, false);
    }
  }

  /** Far beyond its limit: the node's own watchdog does not work. */
  private boolean overdue(Attempt attempt) {
    long limitMillis =
        2 * attempt.task.job.ticket.terms().wallMillisMax()
            + 2 * cluster.config.liveness().leaseMillis();
    return cluster.fairNanos() - attempt.startedNanos > limitMillis * 1_000_000;
  }

  private void askBack(Attempt attempt) {
    dispatcher.recall(attempt, "its node has it but does not run it");
  }

  private void unanswered(Attempt attempt) {
    leases.end(attempt, AttemptCause.GIVEN_UP, -1);
    if (!attempt.task.job.state.ended()) retries.lost(attempt, false);
  }

  /**
   * Ends every lease of the node as lost.
   *
   * @param died what ran there may have killed it
   */
  void giveUpLeases(Node node, boolean died) {
    var open = openAttempts(node);
    var ran = new HashSet<Attempt>();
    for (var attempt : open) {
      if (attempt.state == AttemptState.RUNNING) ran.add(attempt);
    }
    // All are ended before any rule looks at one: a job that fails now finds none of them here.
    for (var attempt : open) leases.end(attempt, AttemptCause.GIVEN_UP, -1);
    for (var attempt : open) retries.lost(attempt, died && ran.contains(attempt));
  }

  static List<Attempt> openAttempts(Node node) {
    var open = new ArrayList<Attempt>();
    for (var list : List.of(node.running, node.waiting, node.revoked, node.stopping)) {
      for (var attempt : list) open.add(attempt);
    }
    return open;
  }

  /** The node of that life, if it is connected as far as we know; else null. */
  Node present(NodeId id, long incarnation) {
    var node = cluster.nodes.get(id);
    return node != null && node.incarnation == incarnation && node.connected ? node : null;
  }
}
