package io.processdistro.scheduler.simulation;

import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.SchedulerConfig;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.NodeView;

/** A simulated cluster without faults, made by hand, to measure how long things take. */
final class Laboratory {
  static final long MILLI = 1_000_000;
  private static final long LATENCY_MICROS = 300;

  final Simulation world;

  Laboratory() {
    this(SchedulerConfig.DEFAULTS);
  }

  Laboratory(SchedulerConfig config) {
    var scenario =
        new Scenario(
            1,
            new Scenario.Cluster(0, 1, 1, 0),
            new Scenario.Work(0, 1, 1, 0, 0, 0),
            new Scenario.Process(0, 0, 0, 0, 0, 0, 0),
            new Scenario.Network(0, 0, 0, 0, LATENCY_MICROS),
            new Scenario.Hands(0),
            0);
    world = new Simulation(scenario, config);
    world.controller.start();
  }

  SimulatedNode node(int slots, double slowness) {
    return nodeAt(0, slots, slowness);
  }

  SimulatedNode nodeAt(long millis, int slots, double slowness) {
    var node = new SimulatedNode(NodeId.random(world.dice::nextLong), slots, slowness, world);
    world.add(node);
    world.agenda.after(millis * MILLI, node::start);
    return node;
  }

  JobTicket ticket(String speedClass, long grains) {
    return new JobTicket(
        JobId.random(world.dice::nextLong),
        JobTicket.Work.of(speedClass, Simulation.MODULE, grains),
        JobTicket.Share.of("somebody"),
        JobTicket.Terms.DEFAULTS);
  }

  static JobTicket fixed(JobTicket ticket, long grainsPerTask) {
    return new JobTicket(
        ticket.job(),
        ticket.work().withGrainsPerTaskFixed(grainsPerTask),
        ticket.share(),
        ticket.terms());
  }

  static JobTicket shared(JobTicket ticket, JobTicket.Share share) {
    return new JobTicket(ticket.job(), ticket.work(), share, ticket.terms());
  }

  /** Submits now. */
  SimulatedJob submit(JobTicket ticket, long grainNanos, int middleFactor) {
    var job = new SimulatedJob(ticket, grainNanos, middleFactor, -1, -1);
    world.add(job);
    world.submitted.add(job);
    world.controller.submit(job);
    return job;
  }

  /** Lets simulated time go by. */
  void pass(long millis) {
    long until = world.agenda.nowNanos() + millis * MILLI;
    var arrived = new boolean[1];
    world.agenda.at(until, () -> arrived[0] = true);
    while (!arrived[0]) world.agenda.step();
  }

  /**
   * Submits now and waits for the end.
   *
   * @return milliseconds that it took
   */
  double millisFor(JobTicket ticket, long grainNanos, int middleFactor) {
    long started = world.agenda.nowNanos();
    var job = submit(ticket, grainNanos, middleFactor);
    awaitEnd(job);
    return (world.agenda.nowNanos() - started) / 1e6;
  }

  void awaitEnd(SimulatedJob job) {
    while (job.outcome == null) {
      if (!world.agenda.step()) throw new AssertionError("nothing happens: " + world.describe());
      if (world.agenda.nowNanos() > 3_600_000L * MILLI) {
        throw new AssertionError("goes on for ever: " + world.describe());
      }
    }
    world.controller.probe.check();
  }

  NodeView view(SimulatedNode node) {
    return world.controller.scheduler.snapshot(world.agenda.nowNanos()).nodes().stream()
        .filter(view -> view.node().equals(node.id))
        .findFirst()
        .orElseThrow();
  }

  JobView view(SimulatedJob job) {
    return world.controller.scheduler.snapshot(world.agenda.nowNanos()).jobs().stream()
        .filter(view -> view.job().equals(job.ticket.job()))
        .findFirst()
        .orElseThrow();
  }

  /** Grains of the job that this node did. */
  long grainsDone(SimulatedJob job, SimulatedNode node) {
    var explanation =
        world.controller.scheduler.explain(job.ticket.job(), java.util.Optional.empty());
    return explanation.orElseThrow().ranOn().stream()
        .filter(part -> part.node().equals(java.util.Optional.of(node.id)))
        .mapToLong(part -> part.grains())
        .sum();
  }
}
