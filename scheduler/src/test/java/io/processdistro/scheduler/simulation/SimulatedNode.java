package io.processdistro.scheduler.simulation;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.Holding;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.NodeOffer;
import io.processdistro.scheduler.TaskResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An edge node as the controller knows it from the wire: queue, slots, spool, heartbeats. Its life
 * ends and begins as the simulation wants; the spool survives, but for what was not written yet.
 */
final class SimulatedNode {
  private static final long OVERHEAD_NANOS = 100_000;
  private static final long RUNNER_RESTART_NANOS = 300_000_000;
  private static final long STOP_NANOS = 5_000_000;
  private static final int LEAVE_LOOKS_MAX = 60;

  /** A report is on disk so long after it was made. */
  private static final long SPOOL_NANOS = 10_000_000;

  /** A report that is not acknowledged. */
  private record Ended(Lease lease, TaskResult result, long onDiskNanos) {}

  final NodeId id;
  final int slots;
  double slowness;
  private final Simulation world;

  long incarnation;
  boolean up;
  private boolean goneForGood;
  long frozenUntilNanos;

  /** Grows with each connection, so that what belongs to an older one is told apart. */
  long connection;

  boolean connected;
  private boolean dialling;
  private long heartbeatMillis = 1_000;
  private long life;

  private final ArrayDeque<Lease> queue = new ArrayDeque<>();
  private final Map<LeaseKey, Lease> running = new LinkedHashMap<>();
  private final Map<LeaseKey, Ended> spool = new LinkedHashMap<>();
  private long diedNanos;

  SimulatedNode(NodeId id, int slots, double slowness, Simulation world) {
    this.id = id;
    this.slots = slots;
    this.slowness = slowness;
    this.world = world;
  }

  void start() {
    if (up || goneForGood) return;
    up = true;
    incarnation++;
    life++;
    queue.clear();
    running.clear();
    spool.values().removeIf(ended -> ended.onDiskNanos > diedNanos);
    connected = false;
    dialling = false;
    dial();
    long thisLife = life;
    later(heartbeatMillis * 1_000_000, () -> heartbeat(thisLife));
  }

  /**
   * The process is gone.
   *
   * @param noticed the operating system closes the socket; else the network just goes quiet
   */
  void die(boolean noticed) {
    if (!up) return;
    up = false;
    diedNanos = world.agenda.nowNanos();
    life++;
    if (connected && noticed) world.socketClosed(this);
    connected = false;
    connection++;
  }

  /** The machine is gone and not replaced; the last one left is spared. */
  void dieForGood() {
    long others = world.nodes.stream().filter(node -> node != this && !node.goneForGood).count();
    if (others == 0) return;
    goneForGood = true;
    die(false);
  }

  void freeze(long nanos) {
    frozenUntilNanos = Math.max(frozenUntilNanos, world.agenda.nowNanos() + nanos);
  }

  /** Runs the action in this life of the process, when it is not frozen. */
  private void later(long nanos, Runnable action) {
    long thisLife = life;
    world.agenda.after(nanos, () -> inLife(thisLife, action));
  }

  private void inLife(long thisLife, Runnable action) {
    if (!up || life != thisLife) return;
    if (frozenUntilNanos > world.agenda.nowNanos()) {
      world.agenda.at(frozenUntilNanos, () -> inLife(thisLife, action));
      return;
    }
    action.run();
  }

  /** A message of the controller arrives, if the connection it was sent on still stands. */
  void receive(long sentOn, Runnable action) {
    inLife(
        life,
        () -> {
          if (connected && connection == sentOn) action.run();
        });
  }

  /** The connection is gone; the node finds out and dials again. */
  void connectionLost(long which) {
    inLife(
        life,
        () -> {
          if (connection != which) return;
          connected = false;
          dial();
        });
  }

  private void dial() {
    if (dialling) return;
    dialling = true;
    long backOff = 50_000_000L + world.dice.below(400) * 1_000_000L;
    later(
        backOff,
        () -> {
          dialling = false;
          connection++;
          connected = true;
          hello();
        });
  }

  private void hello() {
    var held = new ArrayList<Holding>();
    for (var lease : queue) held.add(holding(lease));
    for (var lease : running.values()) held.add(holding(lease));
    for (var ended : spool.values()) held.add(holding(ended.lease).asEnded());
    send(new Event.NodeConnected(id, incarnation, new NodeOffer(slots, 1L << 30), held));
    spool.forEach((key, ended) -> send(new Event.TaskReported(id, incarnation, key, ended.result)));
  }

  private static Holding holding(Lease lease) {
    return Holding.of(lease.key(), lease.job(), lease.range());
  }

  private void heartbeat(long thisLife) {
    if (connected) {
      send(
          new Event.HeartbeatReceived(
              id, incarnation, List.copyOf(running.keySet()), List.of(Simulation.MODULE)));
    }
    later(heartbeatMillis * 1_000_000, () -> heartbeat(thisLife));
  }

  private void send(Event event) {
    world.toController(this, event);
  }

  void assign(Lease lease) {
    if (running.containsKey(lease.key()) || spool.containsKey(lease.key())) return;
    if (queue.stream().anyMatch(queued -> queued.key().equals(lease.key()))) return;
    queue.addLast(lease);
    fill();
  }

  private void fill() {
    while (running.size() < slots && !queue.isEmpty()) {
      var lease = queue.removeFirst();
      running.put(lease.key(), lease);
      var job = world.jobs.get(lease.job());
      double noise = 0.9 + 0.2 * world.dice.nextDouble();
      long nanos = (long) (job.costNanos(lease.range()) * slowness * noise) + OVERHEAD_NANOS;
      later(nanos, () -> finish(lease, job, nanos));
    }
  }

  private void finish(Lease lease, SimulatedJob job, long nanos) {
    if (running.remove(lease.key()) == null) return; // stopped meanwhile
    if (SimulatedJob.holds(lease.range(), job.poisonGrain)) {
      runnerDied(lease, nanos);
      return;
    }
    report(lease, result(lease, job, nanos));
    fill();
  }

  private TaskResult result(Lease lease, SimulatedJob job, long nanos) {
    if (SimulatedJob.holds(lease.range(), job.badGrain)) {
      return new TaskResult.Failed(ErrorCode.GUEST_TRAP, "unreachable", nanos);
    }
    if (world.scenario.work().taskFailures() > world.dice.nextDouble()) {
      return switch (world.dice.below(4)) {
        case 0 -> new TaskResult.Failed(ErrorCode.TRANSFER_FAILED, "connection reset", nanos);
        case 1 -> new TaskResult.Failed(ErrorCode.RUNNER_DIED, "killed", nanos);
        case 2 -> new TaskResult.Invalid("output of wrong length", nanos);
        default -> new TaskResult.Cancelled(nanos);
      };
    }
    return new TaskResult.Succeeded(job.output(lease.range()), nanos, nanos);
  }

  /** Everything that ran in the runner dies with it. */
  private void runnerDied(Lease culprit, long nanos) {
    var innocent = List.copyOf(running.values());
    running.clear();
    var failure = new TaskResult.Failed(ErrorCode.RUNNER_DIED, "the runner died", nanos);
    report(culprit, failure);
    for (var lease : innocent) report(lease, failure);
    if (connected && world.dice.below(3) == 0) giveBack();
    later(RUNNER_RESTART_NANOS, this::fill);
  }

  private void report(Lease lease, TaskResult result) {
    spool.put(lease.key(), new Ended(lease, result, world.agenda.nowNanos() + SPOOL_NANOS));
    if (connected) send(new Event.TaskReported(id, incarnation, lease.key(), result));
  }

  void acknowledge(LeaseKey key) {
    spool.remove(key);
  }

  void revoke(LeaseKey key) {
    if (!queue.removeIf(lease -> lease.key().equals(key))) return;
    send(new Event.LeasesReturned(id, incarnation, List.of(key)));
  }

  void cancel(LeaseKey key) {
    for (var lease : queue) {
      if (!lease.key().equals(key)) continue;
      queue.remove(lease);
      report(lease, new TaskResult.Cancelled(0));
      return;
    }
    var lease = running.get(key);
    if (lease == null) return;
    later(
        STOP_NANOS,
        () -> {
          if (running.remove(key) == null) return;
          report(lease, new TaskResult.Cancelled(STOP_NANOS));
          fill();
        });
  }

  void heartbeatEvery(long millis) {
    heartbeatMillis = millis;
  }

  /** SIGTERM: gives back what has not started, finishes the rest, says goodbye and is gone. */
  void leave() {
    if (!up || !connected) return;
    boolean announced = world.dice.below(3) != 0;
    if (announced) send(new Event.NodeDraining(id));
    giveBack();
    leaveWhenEmpty(LEAVE_LOOKS_MAX);
  }

  private void giveBack() {
    var unstarted = queue.stream().map(Lease::key).toList();
    queue.clear();
    send(new Event.LeasesReturned(id, incarnation, unstarted));
  }

  private void leaveWhenEmpty(int looksLeft) {
    later(
        50_000_000,
        () -> {
          if (looksLeft > 0 && (!running.isEmpty() || !spool.isEmpty())) {
            leaveWhenEmpty(looksLeft - 1);
          } else if (connected && running.isEmpty() && spool.isEmpty()) {
            send(new Event.NodeLeft(id, incarnation));
            later(world.latencyNanos() * 4, this::restart);
          } else {
            restart();
          }
        });
  }

  private void restart() {
    die(true);
    world.agenda.after(500_000_000, this::start);
  }

  /** Standard slots that it offers right now. */
  double capacity() {
    boolean working = up && frozenUntilNanos <= world.agenda.nowNanos();
    return working ? slots / slowness : 0;
  }

  @Override
  public String toString() {
    return id
        + (up ? " up" : " down")
        + (connected ? " connected" : " apart")
        + " queue "
        + queue.size()
        + " running "
        + running
        + " spool "
        + spool.keySet();
  }
}
