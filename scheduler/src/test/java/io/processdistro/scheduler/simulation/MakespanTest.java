package io.processdistro.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long jobs take compared with what the slots could do at best. */
class MakespanTest {
  @ParameterizedTest(name = "{0} nodes x {1} slots, middle {2} times dearer")
  @CsvSource({"2,1,1", "2,1,4", "2,2,4", "2,4,1", "2,4,4", "1,4,4", "8,4,4"})
  void aJobOfAThirdOfASecondKeepsAllSlotsBusyToTheEnd(int nodes, int slots, int middleFactor) {
    var lab = new Laboratory();
    for (int i = 0; i < nodes; i++) lab.node(slots, 1);
    lab.pass(2_000);
    long grains = 1_000;
    double factor = (2 + middleFactor) / 3.0;
    long grainNanos = (long) (300e6 * nodes * slots / grains / factor);
    double first = lab.millisFor(lab.ticket("mandelbrot", grains), grainNanos, middleFactor);
    lab.pass(500);
    double second = lab.millisFor(lab.ticket("mandelbrot", grains), grainNanos, middleFactor);
    assertThat(first).as("first job, nothing known").isLessThan(300 * 1.25);
    assertThat(second).as("second job, speed known").isLessThan(300 * 1.15);
  }

  @Test
  void aNodeTenTimesSlowerAmongFourCostsNothing() {
    for (boolean fixed : new boolean[] {false, true}) {
      double ratio = straggler(true, fixed) / straggler(false, fixed);
      Figures.print("straggler, 10 x slower, 1 of 4 nodes" + lengths(fixed), ratio, "<= 1.3 x");
      assertThat(ratio).as("promise R11 allows 1.3").isLessThan(1.1);
    }
  }

  private static String lengths(boolean fixed) {
    return fixed ? ", tasks of fixed length" : ", guided lengths";
  }

  private static double straggler(boolean present, boolean fixed) {
    var lab = new Laboratory();
    for (int i = 0; i < 3; i++) lab.node(4, 1);
    if (present) lab.node(4, 10);
    lab.pass(1_000);
    var ticket = lab.ticket("any", 600);
    return lab.millisFor(fixed ? Laboratory.fixed(ticket, 2) : ticket, 200 * Laboratory.MILLI, 1);
  }

  @Test
  void aNodeThatTurnsSlowHalfWayCostsLittle() {
    var lab = new Laboratory();
    var nodes = new SimulatedNode[4];
    for (int i = 0; i < 4; i++) nodes[i] = lab.node(4, 1);
    lab.pass(1_000);
    lab.world.agenda.after(4_000 * Laboratory.MILLI, () -> nodes[0].slowness = 10);
    double millis = lab.millisFor(lab.ticket("any", 600), 200 * Laboratory.MILLI, 1);
    double ideal = 4_000 + (600 * 200.0 - 16 * 4_000) / (12 + 0.4);
    assertThat(millis).isLessThan(ideal * 1.2);
  }

  @Test
  void aFastAndASlowNodeShareTheWorkBySpeed() {
    var lab = new Laboratory();
    var fast = lab.node(2, 1);
    var slow = lab.node(2, 4);
    lab.pass(1_000);
    var job = lab.submit(lab.ticket("any", 10_000), 2 * Laboratory.MILLI, 1);
    lab.awaitEnd(job);
    double share = lab.grainsDone(job, slow) / 10_000.0;
    Figures.print("share of a node 4 x slower beside a fast one", share, "0.20 by speed, never 0");
    assertThat(share).isBetween(0.17, 0.23);
    assertThat(lab.grainsDone(job, fast)).isGreaterThan(7_500);
  }

  @Test
  void aNodeThatJoinsLateHoldsItsFairShareAtOnce() {
    for (boolean fixed : new boolean[] {false, true}) {
      var lab = new Laboratory();
      for (int i = 0; i < 3; i++) lab.node(4, 1);
      lab.pass(1_000);
      var ticket = lab.ticket("any", 2_000);
      var job = lab.submit(fixed ? Laboratory.fixed(ticket, 1) : ticket, 50 * Laboratory.MILLI, 1);
      lab.pass(1_700); // 20 % done
      var late = lab.node(4, 1);
      lab.pass(600); // it dials within half a second
      assertThat(lab.view(late).running()).isEqualTo(4);
      long before = lab.view(job).grains().done();
      long lateBefore = lab.grainsDone(job, late);
      lab.pass(1_400);
      double all = lab.view(job).grains().done() - before;
      double share = (lab.grainsDone(job, late) - lateBefore) / all;
      Figures.print(
          "late joiner's share of the work, 0.6 to 2 s after it joined" + lengths(fixed),
          share,
          "0.25 within 2 s");
      assertThat(share).isBetween(0.2, 0.3);
    }
  }

  @Test
  void aNodeThatJoinsWhenNothingIsLeftToGiveStealsWhatWaits() {
    var lab = new Laboratory();
    lab.node(1, 1);
    lab.pass(1_000);
    // Four long tasks of one grain: one runs, one is held ready, two are central.
    var job = lab.submit(Laboratory.fixed(lab.ticket("any", 2), 1), 5_000 * Laboratory.MILLI, 1);
    lab.pass(500);
    assertThat(lab.view(job).grains().waiting()).isZero();
    var late = lab.node(1, 1);
    lab.awaitEnd(job);
    assertThat(lab.grainsDone(job, late)).isEqualTo(1);
    assertThat(lab.view(job).steals()).isEqualTo(1);
    assertThat(lab.world.makespanNanos()).isLessThan(8_000 * Laboratory.MILLI);
  }

  @Test
  void aTaskThatHangsRunsASecondTimeNearTheEnd() {
    var lab = new Laboratory();
    var sick = lab.node(1, 1);
    for (int i = 0; i < 3; i++) lab.node(1, 1);
    lab.pass(1_000);
    var ticket = Laboratory.fixed(lab.ticket("any", 80), 1);
    lab.world.agenda.after(1_250 * Laboratory.MILLI, () -> sick.slowness = 1_000);
    var job = lab.submit(ticket, 100 * Laboratory.MILLI, 1);
    lab.awaitEnd(job);
    assertThat(lab.view(job).hedges()).isPositive();
    assertThat(lab.world.makespanNanos()).isLessThan(4_000 * Laboratory.MILLI);
  }
}
