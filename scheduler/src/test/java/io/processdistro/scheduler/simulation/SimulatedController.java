package io.processdistro.scheduler.simulation;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.scheduler.Command;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.Scheduler;
import io.processdistro.scheduler.SchedulerConfig;
import io.processdistro.scheduler.SchedulerProbe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The driver's side of the world: feeds events, executes commands, holds what is durable, and
 * checks what only it can see (every grain accepted once, every report answered once).
 */
final class SimulatedController {
  private static final long TICK_NANOS = 100_000_000;
  private static final long COMMIT_NANOS = 3_000_000;
  private static final long NODES_RETURN_NANOS = 2_000_000_000;
  static final long PLANNING_NANOS_MAX = 300_000_000;

  private final Simulation world;
  private final SchedulerConfig config;
  private final Map<SimulatedNode, Long> connections = new LinkedHashMap<>();
  Scheduler scheduler;
  SchedulerProbe probe;
  private long epoch;
  private boolean up;
  long stalledUntilNanos;
  long events;
  long accepts;

  /** Folds all commands in order: equal runs have equal traces. */
  long trace = 17;

  SimulatedController(Simulation world, SchedulerConfig config) {
    this.world = world;
    this.config = config;
  }

  void start() {
    up = true;
    epoch++;
    scheduler = new Scheduler(config, epoch, world.scenario.seed());
    probe = new SchedulerProbe(scheduler);
    accepts = 0;
    long thisEpoch = epoch;
    tickLater(thisEpoch);
    for (var job : world.submitted) {
      if (job.outcome == null) restore(job);
    }
  }

  /** Nodes have some time to come back with what they have of it. */
  private void restore(SimulatedJob job) {
    submit(job);
    if (job.over()) return;
    feed(new Event.JobPaused(job.ticket.job()));
    long thisEpoch = epoch;
    world.agenda.after(
        NODES_RETURN_NANOS,
        () -> {
          if (up && epoch == thisEpoch) feed(new Event.JobResumed(job.ticket.job()));
        });
  }

  private void tickLater(long thisEpoch) {
    world.agenda.after(TICK_NANOS, () -> tick(thisEpoch));
  }

  private void tick(long thisEpoch) {
    if (!up || epoch != thisEpoch) return;
    if (stalledUntilNanos > world.agenda.nowNanos()) {
      world.agenda.at(stalledUntilNanos, () -> tick(thisEpoch));
      return;
    }
    feed(new Event.Ticked());
    tickLater(thisEpoch);
  }

  void crash() {
    up = false;
    world.visit(SchedulerProbe.taken(scheduler));
    probe.check();
    connections.forEach((node, connection) -> node.connectionLost(connection));
    connections.clear();
    world.submitted.forEach(SimulatedJob::forgetUncommitted);
  }

  boolean isUp() {
    return up;
  }

  /** A job is durable before the scheduler hears of it; here it only is announced. */
  void submit(SimulatedJob job) {
    if (!up) return; // it is durable, so it is found at the next start
    var first = job.ticket.work();
    var work =
        new JobTicket.Work(
            first.speedClass(),
            first.module(),
            job.grains(),
            job.open(),
            first.grainsPerTaskMax(),
            first.grainsPerTaskFixed(),
            job.accepted.ranges());
    feed(
        new Event.JobSubmitted(
            new JobTicket(job.ticket.job(), work, job.ticket.share(), job.ticket.terms())));
    job.planning = false;
    planNextStage(job);
  }

  /** Somebody else works it out, from durable results; it is durable before the scheduler hears. */
  private void planNextStage(SimulatedJob job) {
    if (job.planning || !job.tellsNextStage()) return;
    job.planning = true;
    long thisEpoch = epoch;
    world.agenda.after(
        world.dice.below((int) PLANNING_NANOS_MAX),
        () -> {
          if (!up || epoch != thisEpoch) return;
          job.planning = false;
          if (!job.over()) job.grow();
          feed(
              new Event.JobGrown(
                  job.ticket.job(), job.grains(), job.open(), "stage" + world.dice.below(2)));
          planNextStage(job);
        });
  }

  void byHand(Event event) {
    if (up) feed(event);
  }

  /** A message arrives on a connection of a node. */
  void receive(SimulatedNode node, long connection, Event event) {
    if (!up) {
      node.connectionLost(connection);
      return;
    }
    if (stalledUntilNanos > world.agenda.nowNanos()) {
      world.agenda.at(stalledUntilNanos, () -> receive(node, connection, event));
      return;
    }
    long present = connections.getOrDefault(node, 0L);
    if (event instanceof Event.NodeConnected) {
      if (connection < present) return;
      connections.put(node, connection);
    } else if (present != connection) {
      node.connectionLost(connection);
      return;
    }
    feed(event);
  }

  /** The connection ended, as the operating system tells. */
  void closed(SimulatedNode node, long connection, long incarnation) {
    if (!up) return;
    if (stalledUntilNanos > world.agenda.nowNanos()) {
      world.agenda.at(stalledUntilNanos, () -> closed(node, connection, incarnation));
      return;
    }
    if (connections.getOrDefault(node, 0L) != connection) return;
    connections.remove(node);
    feed(new Event.NodeDisconnected(node.id, incarnation));
  }

  private void feed(Event event) {
    events++;
    var commands = scheduler.handle(world.agenda.nowNanos(), event);
    if (event instanceof Event.TaskReported reported) answeredOnce(reported.lease(), commands);
    for (var command : commands) execute(command);
    if (events % world.checkEvery == 0) probe.check();
  }

  private static void answeredOnce(LeaseKey lease, List<Command> commands) {
    int answers = 0;
    for (var command : commands) {
      if (command instanceof Command.Accept(var accepted) && accepted.key().equals(lease))
        answers++;
      if (command instanceof Command.Discard discard && discard.lease().equals(lease)) answers++;
    }
    if (answers != 1) throw new AssertionError("report of " + lease + " answered " + answers + "x");
  }

  private void execute(Command command) {
    switch (command) {
      case Command.Assign(var lease) -> {
        fold(1, lease.key(), lease.range().from());
        var job = world.jobs.get(lease.job());
        require(!job.over(), "assigned after its end: ", lease);
        require(job.accepted.grainsWithin(lease.range()) == 0, "accepted, yet run again: ", lease);
        toNode(world.node(lease.node()), node -> node.assign(lease));
      }
      case Command.Revoke(var id, var key) -> {
        fold(2, key, 0);
        toNode(world.node(id), node -> node.revoke(key));
      }
      case Command.Cancel(var id, var key) -> {
        fold(3, key, 0);
        toNode(world.node(id), node -> node.cancel(key));
      }
      case Command.Accept(var lease) -> accept(lease);
      case Command.Discard(var id, var key, var reason) -> {
        fold(5, key, reason.ordinal());
        toNode(world.node(id), node -> node.acknowledge(key));
      }
      case Command.FinishJob(var id, var outcome) -> finish(world.jobs.get(id), outcome);
      case Command.CloseNode(var id, var incarnation, var reason) -> {
        trace = trace * 31 + 7 + reason.ordinal();
        var node = world.node(id);
        var connection = connections.remove(node);
        if (connection != null) node.connectionLost(connection);
      }
      case Command.SetHeartbeat(var id, var interval, var lease) ->
          toNode(world.node(id), node -> node.heartbeatEvery(interval));
    }
  }

  private void accept(Lease lease) {
    fold(4, lease.key(), lease.range().to());
    accepts++;
    var job = world.jobs.get(lease.job());
    require(!job.over(), "accepted after its end: ", lease);
    job.accept(lease.range());
    whenDurable(
        () -> {
          job.committed(lease.range());
          planNextStage(job);
          toNode(world.node(lease.node()), node -> node.acknowledge(lease.key()));
        });
  }

  /** In order; never, if the controller dies before. */
  private void whenDurable(Runnable action) {
    long thisEpoch = epoch;
    world.agenda.after(
        COMMIT_NANOS,
        () -> {
          if (up && epoch == thisEpoch) action.run();
        });
  }

  private void finish(SimulatedJob job, JobOutcome outcome) {
    trace = trace * 31 + 6;
    require(!job.over(), "finished twice: ", job.ticket.job());
    job.ending = outcome;
    whenDurable(
        () -> {
          job.outcome = outcome;
          world.jobEnded(job);
        });
  }

  private void toNode(SimulatedNode node, java.util.function.Consumer<SimulatedNode> action) {
    var connection = connections.get(node);
    if (connection == null) return; // what cannot be sent is made good at the next hello
    world.toNode(node, connection, action);
  }

  private void fold(int kind, LeaseKey key, long extra) {
    trace = ((trace * 31 + kind) * 31 + key.epoch()) * 31 + key.number();
    trace = (trace * 31 + extra) * 31 + world.agenda.nowNanos();
  }

  private static void require(boolean holds, String otherwise, Object subject) {
    if (!holds) throw new AssertionError(otherwise + subject);
  }
}
