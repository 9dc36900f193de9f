package io.processdistro.controller.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Output;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.testing.SquaresTask;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeEstimateTest {
  private static final long MILLI = 1_000_000;
  private static final int TILES = 32;

  @Test
  void equalTilesLeaveOnlyWhatTasksCostBesideTheirKernel() throws Exception {
    var estimate = TimeEstimate.of(sample(32_000, TILES, equal(TILES)), 4, 0).orElseThrow();

    assertThat(estimate.lowSeconds()).isCloseTo(32_000 * 0.010 / 4, within(1e-6));
    assertThat(estimate.highSeconds().orElseThrow())
        .isCloseTo(32_000 * 0.012 / 4 + 0.012 + 0.5, within(1e-6));
  }

  @Test
  void aJobThatWasMeasuredWholeHasNoErrorOfSampling() throws Exception {
    var times = AcceptedTimes.NONE.with(task(10, 10)).with(task(30, 30));

    var estimate = TimeEstimate.of(sample(2, 2, times), 8, 0).orElseThrow();

    // Two grains use two slots, however many there are.
    assertThat(estimate.lowSeconds()).isCloseTo(0.020, within(1e-6));
    assertThat(estimate.highSeconds().orElseThrow()).isCloseTo(0.020 + 0.030 + 0.5, within(1e-6));
  }

  @Test
  void theRangeHoldsTheMeanOfNearlyAllSkewedLines() throws Exception {
    var random = new Random(7);
    int held = 0;
    for (int run = 0; run < 400; run++) {
      var times = AcceptedTimes.NONE;
      for (int i = 0; i < TILES; i++) {
        long millis = Math.round(-100 * Math.log(1 - random.nextDouble()));
        times = times.with(task(millis, millis));
      }
      var estimate = TimeEstimate.of(sample(1_000_000, TILES, times), 1, 0).orElseThrow();
      double truth = 1_000_000 * 0.100;
      if (estimate.lowSeconds() <= truth && truth <= estimate.highSeconds().orElseThrow()) held++;
    }
    // 95 % by design for normal costs; exponential ones are about as skewed as costs get.
    assertThat(held).isGreaterThan(350);
  }

  @Test
  void whatWaitsBeforeOnlyMovesTheLateEnd() throws Exception {
    var alone = TimeEstimate.of(sample(32_000, TILES, equal(TILES)), 4, 0).orElseThrow();
    var behind = TimeEstimate.of(sample(32_000, TILES, equal(TILES)), 4, 100).orElseThrow();

    assertThat(behind.lowSeconds()).isEqualTo(alone.lowSeconds());
    assertThat(behind.highSeconds().orElseThrow())
        .isCloseTo(alone.highSeconds().orElseThrow() + 100, within(1e-6));
  }

  @Test
  void ofTooFewTilesOnlyTheEarlyEndIsTold() throws Exception {
    assertThat(TimeEstimate.of(sample(32_000, TILES, equal(7)), 4, 0).orElseThrow().highSeconds())
        .isEmpty();
    assertThat(TimeEstimate.of(sample(32_000, TILES, equal(8)), 4, 0).orElseThrow().highSeconds())
        .isPresent();
    assertThat(TimeEstimate.of(sample(32_000, TILES, AcceptedTimes.NONE), 4, 0)).isEmpty();
    assertThat(TimeEstimate.of(sample(32_000, TILES, equal(8)), 0, 0)).isEmpty();
  }

  @Test
  void tilesAreSpreadAndAsLongAsTheJobAllows() throws Exception {
    var small = SampledPlan.of(squares(5));
    assertThat(small.grains()).isEqualTo(5);
    assertThat(small.inputOf(range(4, 5)).header())
        .isEqualTo(squares(5).inputOf(range(4, 5)).header());

    var large = SampledPlan.of(squares(10_000_000));
    assertThat(large.grains()).isEqualTo(TILES);
    assertThat(large.grainsPerTile()).isEqualTo(781);
    assertThat(large.inputOf(range(31, 32)).header())
        .isEqualTo(squares(10_000_000).inputOf(range(9_687_500, 9_688_281)).header());
    assertThat(large.repeatable()).isFalse();
  }

  private static GrainRange range(long from, long to) {
    return new GrainRange(from, to);
  }

  private static AcceptedTimes equal(int tiles) {
    var times = AcceptedTimes.NONE;
    for (int i = 0; i < tiles; i++) times = times.with(task(10, 12));
    return times;
  }

  private static AcceptedTask task(long kernelMillis, long slotMillis) {
    return new AcceptedTask(
        range(0, 1), new Output.Inline(new byte[0]), slotMillis * MILLI, kernelMillis * MILLI);
  }

  private static Sample sample(int grains, int tiles, AcceptedTimes times) throws Exception {
    return new Sample(
        JobId.random(new Random(1)), squares(grains), 0, tiles, 1, times, Optional.empty());
  }

  private static JobPlan squares(int count) throws Exception {
    var params = JsonNodeFactory.instance.objectNode().put("count", count);
    return new SquaresTask().plan(JobRequest.of(params, Map.of(), Optional.empty()), null);
  }
}
