package io.processdistro.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.Priority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets how much when all want more than there is. */
class SharingTest {
  private final Laboratory lab = new Laboratory();

  @BeforeEach
  void start() {
    for (int i = 0; i < 4; i++) lab.node(4, 1);
    lab.pass(1_000);
  }

  private SimulatedJob submit(JobTicket.Share share, long grains, long grainMillis) {
    var ticket = Laboratory.fixed(lab.ticket("class" + grainMillis, grains), 1);
    return lab.submit(Laboratory.shared(ticket, share), grainMillis * Laboratory.MILLI, 1);
  }

  @ParameterizedTest(name = "weights {0}:{1}, tasks of {2} and {3} ms")
  @CsvSource({"1,1,50,50", "1,3,50,50", "1,1,20,80", "3,1,20,80", "1,1,200,10"})
  void submittersGetSlotTimeInProportionToTheirWeight(
      int weightOfOne, int weightOfOther, long millisOfOne, long millisOfOther) {
    var one = submit(JobTicket.Share.of("one").withWeight(weightOfOne), 100_000, millisOfOne);
    var other =
        submit(JobTicket.Share.of("other").withWeight(weightOfOther), 100_000, millisOfOther);
    lab.pass(20_000);
    double timeOfOne = lab.view(one).grains().done() * millisOfOne;
    double timeOfOther = lab.view(other).grains().done() * millisOfOther;
    double expected = (double) weightOfOne / (weightOfOne + weightOfOther);
    Figures.print(
        "share of one of two submitters, weights " + weightOfOne + ":" + weightOfOther,
        timeOfOne / (timeOfOne + timeOfOther),
        expected + " +- 0.05");
    assertThat(timeOfOne / (timeOfOne + timeOfOther)).isCloseTo(expected, within(0.05));
    assertThat(timeOfOne + timeOfOther).as("all slots busy").isGreaterThan(0.95 * 16 * 20_000);
  }

  @Test
  void aSubmitterWhoComesLaterIsNotMadeToWaitNorPaidBack() {
    var one = submit(JobTicket.Share.of("one"), 100_000, 50);
    lab.pass(10_000);
    long before = lab.view(one).grains().done();
    var other = submit(JobTicket.Share.of("other"), 100_000, 50);
    lab.pass(10_000);
    double ofOne = lab.view(one).grains().done() - before;
    double ofOther = lab.view(other).grains().done();
    assertThat(ofOne / (ofOne + ofOther)).isCloseTo(0.5, within(0.05));
  }

  @Test
  void aSubmitterWithManyJobsGetsNoMoreThanOneWithASingleJob() {
    for (int i = 0; i < 50; i++) submit(JobTicket.Share.of("many"), 10_000, 50);
    var single = submit(JobTicket.Share.of("single"), 100_000, 50);
    lab.pass(10_000);
    assertThat(lab.view(single).grains().done() / (16 * 10_000 / 50.0))
        .isCloseTo(0.5, within(0.05));
  }

  @ParameterizedTest(name = "{0} ms after the low ones")
  @ValueSource(longs = {3_000, 3_050, 3_100, 3_150, 3_199})
  void aHighJobBehindAHundredThousandLowTasksStartsWithinOneTaskLength(long after) {
    var low = submit(JobTicket.Share.of("low").withPriority(Priority.LOW), 100_000, 200);
    lab.pass(after);
    var high = submit(JobTicket.Share.of("high").withPriority(Priority.HIGH), 1, 10);
    long started = lab.world.agenda.nowNanos();
    lab.awaitEnd(high);
    double millis = (lab.world.agenda.nowNanos() - started) / 1e6;
    Figures.print(
        "high job of 10 ms behind 100,000 low tasks of 200 ms: ms to its end", millis, "<= 210");
    assertThat(millis).as("one low task ends, then it runs").isLessThan(200 + 10 + 3);
    assertThat(lab.view(low).state().ended()).isFalse();
  }

  @Test
  void aHighJobTakesEverySlotAsSoonAsItsTaskEnds() {
    submit(JobTicket.Share.of("low").withPriority(Priority.LOW), 100_000, 200);
    lab.pass(3_000);
    var high = submit(JobTicket.Share.of("high").withPriority(Priority.HIGH), 1_600, 50);
    lab.pass(1_000);
    assertThat(lab.view(high).grains().done() / (16 * 800 / 50.0)).isGreaterThan(0.9);
    lab.awaitEnd(high);
  }

  @Test
  void aCappedJobLeavesTheOtherSlotsToOthers() {
    var capped = submit(JobTicket.Share.of("one").withSlotsMax(2), 100_000, 50);
    var other = submit(JobTicket.Share.of("one"), 100_000, 50);
    lab.pass(10_000);
    // A lease that is held ready counts too: the cap is never exceeded, and not quite reached.
    double slotsOfCapped = lab.view(capped).grains().done() * 50 / 10_000.0;
    double slotsOfOther = lab.view(other).grains().done() * 50 / 10_000.0;
    assertThat(slotsOfCapped).isBetween(1.4, 2.0);
    assertThat(slotsOfCapped + slotsOfOther).isGreaterThan(15.2);
  }
}
