package io.processdistro.scheduler;

import io.processdistro.scheduler.structures.TimerQueue;
import io.processdistro.scheduler.view.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who is alive. A node is given up when it was silent for a lease, or did not reconnect within the
 * grace. If more than half of the nodes are silent at once, we may be the sick one: then one more
 * lease is waited before any is given up.
 */
final class Liveness {
  private static final double INTERVAL_SLACK = 1.25;
  private static final int INTERVALS_PER_LEASE = 3;

  private record Watch(Node node, long dueNanos) {}

  private final Cluster cluster;
  private final SchedulerConfig.Liveness rule;
  private final TimerQueue<Watch> watches = new TimerQueue<>();

  /** What is done with the leases of a node given up; set once, when all parts exist. */
  private Consumer<Node> giveUpInnocent = node -> {};

  private Consumer<Node> giveUpDead = node -> {};

  private int connected;
  private long intervalMillis;

  /** Nodes may still follow a longer, former interval until then. */
  private long formerIntervalUntilNanos;

  private long formerIntervalMillis;

  /** Not given up before this time, because most are silent; 0 if they are not. */
  private long brakeUntilNanos;

  Liveness(Cluster cluster) {
    this.cluster = cluster;
    this.rule = cluster.config.liveness();
    this.intervalMillis = rule.heartbeatMillis();
  }

  /**
   * @param innocent ends the leases of a node that fell silent together with most others
   * @param dead ends those of one that died alone: what ran there is suspect
   */
  void onGivenUp(Consumer<Node> innocent, Consumer<Node> dead) {
    giveUpInnocent = innocent;
    giveUpDead = dead;
  }

  /** The node said hello. */
  void came(Node node) {
    if (node.state == NodeState.SUSPECT || node.state == NodeState.LOST) back(node);
    setConnected(node, true);
    node.heardNanos = cluster.fairNanos();
    node.progressNanos = cluster.fairNanos();
    node.brakedUntilNanos = 0;
    watch(node);
    adjustInterval();
    cluster.emit(new Command.SetHeartbeat(node.id, intervalMillis, leaseMillis()));
  }

  /** The node's connection broke; it has the grace to come back. */
  void broke(Node node) {
    setConnected(node, false);
    node.brokenNanos = cluster.fairNanos();
    watch(node);
  }

  private void setConnected(Node node, boolean now) {
    if (node.connected != now) connected += now ? 1 : -1;
    node.connected = now;
  }

  /** Any event of a connected node is a sign of life. */
  void heard(Node node) {
    node.heardNanos = cluster.fairNanos();
    if (node.state == NodeState.SUSPECT) {
      node.brakedUntilNanos = 0;
      back(node);
      cluster.recount(node, node.isAvailable());
    }
  }

  private void back(Node node) {
    node.state = cluster.tables.nodes.next(node.state, node.wish.heard());
  }

  /** Looks at the node again when its time is up. */
  private void watch(Node node) {
    long due = deadline(node);
    node.watchedUntilNanos = due;
    watches.add(due, new Watch(node, due));
  }

  private long deadline(Node node) {
    if (node.state == NodeState.LOST) {
      return node.brokenNanos + cluster.config.memory().lostNodeMillis() * 1_000_000;
    }
    long own =
        node.connected
            ? node.heardNanos + silenceMillisMax() * 1_000_000
            : node.brokenNanos + rule.graceMillis() * 1_000_000;
    return Math.max(own, node.brakedUntilNanos);
  }

  void tick() {
    long now = cluster.fairNanos();
    var silent = new ArrayList<Node>();
    for (var watch = watches.pollDue(now); watch != null; watch = watches.pollDue(now)) {
      var node = watch.node;
      if (node.state == NodeState.GONE || node.watchedUntilNanos != watch.dueNanos) continue;
      node.watchedUntilNanos = -1; // an equal second watch finds nothing to do
      if (deadline(node) > now) watch(node);
      else if (node.state == NodeState.LOST) forget(node);
      else silent.add(node);
    }
    if (!silent.isEmpty()) judge(silent, now);
    if (brakeUntilNanos != 0 && now >= brakeUntilNanos) brakeUntilNanos = 0;
  }

  private void judge(List<Node> silent, long now) {
    if (brakeUntilNanos == 0 && mostAreSilent(now)) {
      brakeUntilNanos = now + leaseMillis() * 1_000_000;
    }
    boolean wait = brakeUntilNanos != 0 && now < brakeUntilNanos;
    boolean together = brakeUntilNanos != 0;
    for (var node : silent) {
      if (wait) brake(node);
      else giveUp(node, together);
    }
    if (!wait) adjustInterval();
  }

  private boolean mostAreSilent(long now) {
    int known = 0;
    int quiet = 0;
    for (var node : cluster.nodes.values()) {
      if (node.state == NodeState.LOST) continue;
      known++;
      boolean heardLately = now - node.heardNanos <= leaseMillis() * 1_000_000 / 2;
      if (!node.connected || !heardLately) quiet++;
    }
    return known >= rule.brakeNodesMin() && quiet * 2 > known;
  }

  private void brake(Node node) {
    node.brakedUntilNanos = brakeUntilNanos;
    if (node.state != NodeState.SUSPECT) {
      node.state = cluster.tables.nodes.next(node.state, NodeCause.SILENT_WITH_MOST);
      cluster.recount(node, false);
    }
    watch(node);
  }

  private void giveUp(Node node, boolean together) {
    node.state = cluster.tables.nodes.next(node.state, NodeCause.GIVEN_UP);
    cluster.recount(node, false);
    cluster.counters.nodesLost++;
    if (node.connected) {
      cluster.emit(new Command.CloseNode(node.id, node.incarnation, CloseReason.SILENT));
    }
    node.crashedNanos = node.silentSinceNanos();
    setConnected(node, false);
    node.brokenNanos = cluster.fairNanos();
    (together ? giveUpInnocent : giveUpDead).accept(node);
    cluster.touch(node);
    watch(node);
  }

  private void forget(Node node) {
    node.state = cluster.tables.nodes.next(node.state, NodeCause.FORGOTTEN);
    gone(node);
  }

  /** It is no longer a node of this cluster. */
  void gone(Node node) {
    setConnected(node, false);
    cluster.nodes.remove(node.id);
    cluster.touch(node);
    adjustInterval();
  }

  /** Keeps the heartbeats of all nodes together below the limit; tells all when it changes much. */
  private void adjustInterval() {
    long wanted =
        Math.max(
            rule.heartbeatMillis(),
            (connected * 1_000L + rule.heartbeatsPerSecondMax() - 1)
                / rule.heartbeatsPerSecondMax());
    boolean muchLonger = wanted > intervalMillis * INTERVAL_SLACK;
    boolean muchShorter = wanted * INTERVAL_SLACK < intervalMillis;
    if (!muchLonger && !muchShorter) return;
    rememberInterval();
    intervalMillis = wanted;
    for (var node : cluster.nodes.values()) {
      if (node.connected) {
        cluster.emit(new Command.SetHeartbeat(node.id, intervalMillis, leaseMillis()));
      }
    }
  }

  /** The longest of the intervals that some node may still follow: changes often come in a row. */
  private void rememberInterval() {
    long now = cluster.fairNanos();
    boolean stillFollowed = now < formerIntervalUntilNanos;
    formerIntervalMillis =
        stillFollowed ? Math.max(formerIntervalMillis, intervalMillis) : intervalMillis;
    formerIntervalUntilNanos = now + 2 * formerIntervalMillis * 1_000_000;
  }

  /**
   * A node is silent from the moment when its next sign of life is due. So one that freezes at any
   * moment between two of them is given up a lease to a lease and an interval later, never earlier.
   */
  private long silenceMillisMax() {
    return leaseMillis() + rule.heartbeatMillis();
  }

  /** Silence after which leases are given away. */
  long leaseMillis() {
    boolean former = cluster.fairNanos() < formerIntervalUntilNanos;
    long interval = former ? Math.max(formerIntervalMillis, intervalMillis) : intervalMillis;
    return Math.max(rule.leaseMillis(), INTERVALS_PER_LEASE * interval);
  }
}
