package io.processdistro.node.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuLimitTest {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @ParameterizedTest(name = "{0} of {1} processors")
  @CsvSource({
    "50%, 2, 1.0, 1",
    "50%, 3, 1.5, 2",
    "100%, 8, 8, 8",
    "1%, 2, 0.1, 1",
    "2, 8, 2, 2",
    "1.5 cores, 8, 1.5, 2",
    "1 core, 4, 1, 1",
    "16 cores, 4, 4, 4"
  })
  void aShareOrANumberBecomesProcessorsAndSlots(String text, int cpus, double cores, int slots) {
    var limit = CpuLimit.parse(text);
    assertThat(limit.coresOf(cpus)).isEqualTo(cores);
    assertThat(limit.slotsOf(cpus)).isEqualTo(slots);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "half", "-1", "0", "0%", "101%", "1e9", "50 % of it", "NaN", "0.05"})
  void nonsenseIsRefused(String text) {
    assertThatThrownBy(() -> CpuLimit.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Processes that use two processors whenever they do not rest. */
  @ParameterizedTest(name = "{0} processors")
  @CsvSource({"0.1", "0.5", "1", "1.9"})
  void restsKeepGreedyProcessesWithinTheLimitOnAverage(double cores) {
    var budget = new CpuBudget(cores);
    long now = 0;
    long used = 0;
    while (now < TimeUnit.SECONDS.toNanos(60)) {
      long rest = budget.rest(now, used).toNanos();
      now += rest == 0 ? STEP_NANOS : rest;
      used += rest == 0 ? 2 * STEP_NANOS : 0;
    }
    assertThat((double) used / now).isCloseTo(cores, Percentage.withPercentage(5));
  }

  @Test
  void whoStaysBelowNeverRestsAndMaySaveUpALittle() {
    var budget = new CpuBudget(1);
    long second = TimeUnit.SECONDS.toNanos(1);
    assertThat(budget.rest(0, 0)).isZero();
    assertThat(budget.rest(second, second / 2)).isZero();
    assertThat(budget.rest(second + 1, second / 2 + second / 5)).isZero();
    assertThat(budget.rest(second + 2, second)).isPositive();
  }

  @Test
  void aDebtIsPaidInShortRestsAndForgottenBeyondItsBound() {
    var budget = new CpuBudget(1);
    budget.rest(0, 0);
    long now = 1;
    long used = TimeUnit.MINUTES.toNanos(10);
    int rests = 0;
    for (var rest = budget.rest(now, used); rest.isPositive(); rest = budget.rest(now, used)) {
      assertThat(rest).isLessThanOrEqualTo(CpuBudget.REST_MAX);
      now += rest.toNanos();
      rests++;
    }
    assertThat(Duration.ofNanos(now)).isCloseTo(Duration.ofSeconds(2), Duration.ofMillis(10));
    assertThat(rests).isEqualTo(8);
  }
}
