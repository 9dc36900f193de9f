package io.processdistro.scheduler.simulation;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.Priority;
import io.processdistro.scheduler.structures.Dice;
import io.processdistro.scheduler.structures.RangeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Fills a simulated world from its scenario: nodes, jobs, and everything that goes wrong. */
final class Worldmaker {
  private static final long MILLI = 1_000_000;

  private final Simulation world;
  private final Scenario scenario;
  private final Dice dice;

  Worldmaker(Simulation world) {
    this.world = world;
    this.scenario = world.scenario;
    this.dice = world.dice;
  }

  void populate() {
    world.controller.start();
    for (int i = 0; i < scenario.cluster().nodes(); i++) startAt(dice.below(200), newNode());
    for (int i = 0; i < scenario.cluster().lateJoiners(); i++) {
      startAt(200 + dice.below((int) Math.max(1_000, scenario.faultMillis())), newNode());
    }
    for (int i = 0; i < scenario.work().jobs(); i++) plan(job(i));
    if (!scenario.calm()) disturb();
  }

  private SimulatedNode newNode() {
    int slots = 1 + dice.below(scenario.cluster().slotsMax());
    double slowness = 1 + dice.nextDouble() * (scenario.cluster().slownessMax() - 1);
    var node = new SimulatedNode(NodeId.random(dice::nextLong), slots, slowness, world);
    world.add(node);
    return node;
  }

  private void startAt(long millis, SimulatedNode node) {
    world.agenda.after(millis * MILLI, node::start);
  }

  private SimulatedJob job(int index) {
    long grains = 1 + dice.nextLong() % scenario.work().grainsMax() / 2;
    grains = Math.max(1, Math.abs(grains) + scenario.work().grainsMax() / 2);
    var stageEnds = stageEnds(grains);
    long known = stageEnds.getFirst();
    var work =
        JobTicket.Work.of("class" + dice.below(3), Simulation.MODULE, known)
            .withOpen(stageEnds.size() > 1);
    if (dice.below(3) == 0) work = work.withGrainsPerTaskFixed(1 + dice.below(4));
    var share =
        JobTicket.Share.of("submitter" + dice.below(3))
            .withWeight(1 + dice.below(3))
            .withPriority(Priority.values()[dice.below(3)]);
    if (dice.below(8) == 0) share = share.withSlotsMax(1 + dice.below(5));
    if (dice.below(12) == 0) work = work.withAccepted(accepted(known));
    var terms = JobTicket.Terms.DEFAULTS.withHedging(dice.below(4) != 0);
    if (dice.below(15) == 0) {
      terms = terms.withDeadlineNanos(world.agenda.nowNanos() + dice.below(10_000) * MILLI);
    }
    long micros = 1 + scenario.work().grainMicrosMax() / (1 + dice.below(8));
    boolean bad = index < scenario.work().badGrains();
    boolean poison = !bad && index < scenario.work().badGrains() + scenario.work().poisonGrains();
    return new SimulatedJob(
        new JobTicket(JobId.random(dice::nextLong), work, share, terms),
        micros * 1_000,
        dice.below(3) == 0 ? 4 : 1,
        bad ? dice.below((int) grains) : -1,
        poison ? dice.below((int) grains) : -1,
        stageEnds,
        dice.below(3) != 0);
  }

  /**
   * A third of all jobs has up to four stages more, some of which only say that nothing follows.
   */
  private List<Long> stageEnds(long grains) {
    if (dice.below(3) != 0) return List.of(grains);
    var ends = new TreeSet<Long>();
    ends.add(grains);
    for (int more = 1 + dice.below(4); more > 0; more--) ends.add(1L + dice.below((int) grains));
    var stageEnds = new ArrayList<>(ends);
    if (stageEnds.size() == 1 || dice.below(4) == 0) stageEnds.add(grains);
    return stageEnds;
  }

  /** Everything, or a few pieces: what a former life of the controller had got. */
  private List<GrainRange> accepted(long grains) {
    if (dice.below(3) == 0) return List.of(new GrainRange(0, grains));
    var ranges = new RangeSet();
    for (long from = dice.below(9); from < grains; from += 2 + dice.below(9)) {
      ranges.add(new GrainRange(from, from + 1));
    }
    return ranges.ranges();
  }

  private void plan(SimulatedJob job) {
    world.add(job);
    world.agenda.after(
        dice.below(2_000) * MILLI,
        () -> {
          world.submitted.add(job);
          world.controller.submit(job);
        });
  }

  private void disturb() {
    var process = scenario.process();
    times(process.crashes(), () -> crash(true));
    times(process.powerCuts(), () -> crash(false));
    times(process.deathsForGood(), () -> anyNode().dieForGood());
    times(process.freezes(), this::freezeOne);
    times(process.massFreezes(), this::freezeMost);
    times(process.controllerRestarts(), this::restartController);
    times(process.controllerStalls(), this::stallController);
    times(scenario.network().breaks(), () -> world.breakConnection(anyNode()));
    times(scenario.hands().actions(), this::act);
    world.agenda.after(scenario.faultMillis() * MILLI, this::makeGood);
  }

  private void times(int count, Runnable fault) {
    for (int i = 0; i < count; i++) {
      world.agenda.after(dice.below((int) scenario.faultMillis()) * MILLI, fault);
    }
  }

  private SimulatedNode anyNode() {
    return world.nodes.get(dice.below(world.nodes.size()));
  }

  private long leftNanos() {
    return Math.max(1, 1_000_000_000 + scenario.faultMillis() * MILLI - world.agenda.nowNanos());
  }

  private long freezeNanos() {
    return Math.min(leftNanos(), (200 + dice.below(11_000)) * MILLI);
  }

  private void freezeOne() {
    var node = anyNode();
    sometimesByHandBefore(node);
    node.freeze(freezeNanos());
  }

  /** So that what goes wrong meets nodes in every state. */
  private void sometimesByHandBefore(SimulatedNode node) {
    switch (dice.below(4)) {
      case 0 -> hands(new Event.NodePaused(node.id), new Event.NodeResumed(node.id));
      case 1 -> hands(new Event.NodeDraining(node.id), new Event.NodeResumed(node.id));
      default -> {}
    }
  }

  private void crash(boolean noticed) {
    var node = anyNode();
    sometimesByHandBefore(node);
    node.die(noticed);
    int away = dice.below(2) == 0 ? 1_500 : 8_000; // back before its leases are given up, or not
    world.agenda.after(Math.min(leftNanos(), dice.below(away) * MILLI), node::start);
  }

  private void freezeMost() {
    long nanos = freezeNanos();
    for (var node : world.nodes) {
      if (dice.below(10) == 0) continue;
      sometimesByHandBefore(node);
      node.freeze(nanos);
    }
  }

  private void restartController() {
    if (!world.controller.isUp()) return;
    world.controller.crash();
    world.agenda.after((100 + dice.below(2_000)) * MILLI, world.controller::start);
  }

  private void stallController() {
    world.controller.stalledUntilNanos =
        world.agenda.nowNanos() + Math.min(leftNanos(), (300 + dice.below(8_000)) * MILLI);
  }

  /** Somebody does something, and takes it back some time later. */
  private void act() {
    var node = anyNode();
    switch (dice.below(8)) {
      case 7 ->
          hands(
              new Event.NodeIntake(node.id, node.incarnation, false),
              new Event.NodeIntake(node.id, node.incarnation, true));
      case 0 -> hands(new Event.NodePaused(node.id), new Event.NodeResumed(node.id));
      case 1 -> hands(new Event.NodeDraining(node.id), new Event.NodeResumed(node.id));
      case 2 -> {
        world.controller.byHand(new Event.NodeDraining(node.id));
        hands(new Event.NodePaused(node.id), new Event.NodeDraining(node.id));
      }
      case 3, 4 -> {
        var job = anyJob();
        if (job != null) hands(new Event.JobPaused(job), new Event.JobResumed(job));
      }
      case 5 -> {
        var job = anyJob();
        if (job == null || !world.controller.isUp()) return;
        world.jobs.get(job).cancelled = true;
        world.controller.byHand(new Event.JobCancelled(job));
      }
      default -> {
        sometimesByHandBefore(node);
        node.leave();
      }
    }
  }

  private void hands(Event first, Event second) {
    world.controller.byHand(first);
    world.agenda.after(
        Math.min(leftNanos(), dice.below(10_000) * MILLI), () -> world.controller.byHand(second));
  }

  private JobId anyJob() {
    if (world.submitted.isEmpty()) return null;
    return world.submitted.get(dice.below(world.submitted.size())).ticket.job();
  }

  /** From here on nothing goes wrong any more. */
  private void makeGood() {
    world.calmDown();
    for (var node : world.nodes) {
      world.agenda.after(2_500 * MILLI, node::start); // does nothing to one that is up
      world.agenda.after(
          3_000 * MILLI, () -> world.controller.byHand(new Event.NodeResumed(node.id)));
    }
    for (var job : world.jobs.keySet()) {
      world.agenda.after(3_000 * MILLI, () -> world.controller.byHand(new Event.JobResumed(job)));
    }
  }
}
