package io.processdistro.scheduler.simulation;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.SchedulerConfig;
import io.processdistro.scheduler.SchedulerProbe;
import io.processdistro.scheduler.structures.Dice;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A whole cluster in one thread, made from one seed. Safety is checked while it runs, liveness by a
 * bound on the time to the end, repeatability by the trace of all commands.
 */
final class Simulation {
  static final ContentHash MODULE = ContentHash.of(new byte[] {1});
  private static final long MISSING_MILLIS = 6_000;
  private static final int LOST_LEASES = 20;
  private static final long LOST_NODE_MILLIS = 5_000;
  private static final long STEPS_MAX = 3_000_000;

  final Scenario scenario;
  final Dice dice;
  final Agenda agenda = new Agenda();
  final int checkEvery;
  final Map<JobId, SimulatedJob> jobs = new LinkedHashMap<>();
  final List<SimulatedJob> submitted = new ArrayList<>();
  final List<SimulatedNode> nodes = new ArrayList<>();
  final SimulatedController controller;
  final Map<String, BitSet> visited = new LinkedHashMap<>();
  private final Map<NodeId, SimulatedNode> nodesById = new LinkedHashMap<>();
  private final Map<SimulatedNode, long[]> lastArrivals = new LinkedHashMap<>();
  private boolean disturbed;
  private int jobsOpen;
  private long lastEndNanos;

  /** A random world. */
  Simulation(Scenario scenario) {
    this(scenario, config());
    new Worldmaker(this).populate();
  }

  /** An empty world, for whoever makes it. */
  Simulation(Scenario scenario, SchedulerConfig config) {
    this.scenario = scenario;
    this.dice = new Dice(scenario.seed());
    this.checkEvery = 1 + dice.below(60);
    this.disturbed = !scenario.calm();
    this.controller = new SimulatedController(this, config);
  }

  private static SchedulerConfig config() {
    var rule = SchedulerConfig.DEFAULTS.liveness();
    var memory = SchedulerConfig.DEFAULTS.memory();
    var brief =
        new SchedulerConfig.Memory(
            memory.finishedJobs(), memory.historyEntries(), LOST_LEASES, LOST_NODE_MILLIS);
    return SchedulerConfig.DEFAULTS
        .withMemory(brief)
        .withLiveness(
            new SchedulerConfig.Liveness(
                rule.tickMillis(),
                rule.heartbeatMillis(),
                rule.heartbeatsPerSecondMax(),
                rule.leaseMillis(),
                rule.graceMillis(),
                rule.stallMillis(),
                rule.brakeNodesMin(),
                MISSING_MILLIS));
  }

  void add(SimulatedNode node) {
    nodes.add(node);
    nodesById.put(node.id, node);
    lastArrivals.put(node, new long[2]);
  }

  void add(SimulatedJob job) {
    jobs.put(job.ticket.job(), job);
    jobsOpen++;
  }

  SimulatedNode node(NodeId id) {
    return nodesById.get(id);
  }

  void jobEnded(SimulatedJob job) {
    jobsOpen--;
    lastEndNanos = agenda.nowNanos();
    Verdict.onEnd(this, job);
  }

  /** Faults are over from now on. */
  void calmDown() {
    disturbed = false;
  }

  boolean disturbed() {
    return disturbed;
  }

  long latencyNanos() {
    long most = scenario.network().latencyMicrosMax() * 1_000;
    return most / 2 + dice.below((int) (most / 2) + 1);
  }

  void toController(SimulatedNode node, Event event) {
    long connection = node.connection;
    travel(node, 0, () -> controller.receive(node, connection, event));
  }

  void toNode(SimulatedNode node, long connection, Consumer<SimulatedNode> action) {
    travel(node, 1, () -> node.receive(connection, () -> action.accept(node)));
  }

  /** A message arrives after those before it; or never, twice, or late, as the scenario has it. */
  private void travel(SimulatedNode node, int direction, Runnable arrival) {
    var network = scenario.network();
    if (disturbed && dice.nextDouble() < network.lost()) return;
    var last = lastArrivals.get(node);
    long nanos = Math.max(agenda.nowNanos() + latencyNanos(), last[direction]);
    if (disturbed && dice.nextDouble() < network.late()) {
      agenda.at(nanos + dice.below(50) * 1_000_000L, arrival);
      return;
    }
    last[direction] = nanos;
    agenda.at(nanos, arrival);
    if (disturbed && dice.nextDouble() < network.doubled()) {
      agenda.at(nanos + dice.below(100) * 1_000_000L, arrival);
    }
  }

  void socketClosed(SimulatedNode node) {
    long connection = node.connection;
    long incarnation = node.incarnation;
    long nanos = Math.max(agenda.nowNanos() + latencyNanos(), lastArrivals.get(node)[0]);
    agenda.at(nanos, () -> controller.closed(node, connection, incarnation));
  }

  void breakConnection(SimulatedNode node) {
    if (!node.up || !node.connected) return;
    long connection = node.connection;
    socketClosed(node);
    agenda.after(latencyNanos(), () -> node.connectionLost(connection));
  }

  void visit(Map<String, BitSet> taken) {
    taken.forEach((table, rows) -> visited.computeIfAbsent(table, name -> new BitSet()).or(rows));
  }

  /**
   * Runs to the end of all jobs and until every lease is settled.
   *
   * @throws AssertionError if anything is wrong, with what the world looked like
   */
  Simulation run() {
    try {
      runChecked();
      return this;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed "
              + scenario.seed()
              + ": "
              + e
              + "\nreplay it with: mvn -pl scheduler -am test -Dtest=SimulationTest"
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed="
              + scenario.seed()
              + "\n"
              + describe(),
          e);
    }
  }

  private void runChecked() {
    long boundNanos = Long.MAX_VALUE;
    long quietAt = agenda.nowNanos() + (scenario.faultMillis() + settleMillis()) * 1_000_000;
    for (long steps = 0; jobsOpen > 0; steps++) {
      if (steps > STEPS_MAX) throw new AssertionError("goes on for ever");
      if (!agenda.step()) throw new AssertionError("nothing happens any more");
      if (boundNanos == Long.MAX_VALUE && agenda.nowNanos() >= quietAt) {
        boundNanos = agenda.nowNanos() + Verdict.timeLeftNanos(this);
      }
      if (agenda.nowNanos() > boundNanos) throw new AssertionError("too slow: a slot stands idle");
    }
    settle();
    controller.probe.check();
    Verdict.onSettled(this);
    visit(SchedulerProbe.taken(controller.scheduler));
  }

  /** What is still on the way arrives; then no lease may be open and no slot taken. */
  private void settle() {
    long untilNanos = Math.max(agenda.nowNanos(), 0) + 120_000_000_000L;
    while (controller.probe.open() > 0 || !controller.isUp()) {
      if (agenda.nowNanos() > untilNanos) throw new AssertionError("leases stay open");
      agenda.step();
    }
  }

  /** Time in which everything that went wrong is noticed and made good. */
  private long settleMillis() {
    if (scenario.calm()) return 2_100;
    long lossy = scenario.network().lost() > 0 ? 3 * MISSING_MILLIS : 0;
    return 14_000 + lossy;
  }

  /** When the last job ended, from the start. */
  long makespanNanos() {
    return lastEndNanos - 1_000_000_000;
  }

  long trace() {
    return controller.trace;
  }

  String describe() {
    var text = new StringBuilder(scenario + "\nat " + agenda.nowNanos() + "\n");
    for (var node : nodes) text.append(node).append('\n');
    controller.probe.describe().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  static boolean deterministic(ErrorCode code) {
    return switch (code.kind()) {
      case USER, LIMIT -> true;
      case NODE, INTERNAL -> false;
    };
  }

  static boolean completed(SimulatedJob job) {
    return job.outcome instanceof JobOutcome.Completed;
  }
}
