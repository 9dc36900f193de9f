package io.processdistro.node.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private final Window window = new Window();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing ahead of long tasks                    | 4100 | 1 |  0
          one task ahead of the longest that counts      | 4000 | 1 |  1
          as many as four milliseconds of work           |  500 | 1 |  8
          for each slot                                  |  500 | 3 | 24
          but never more than the most                   |   10 | 4 | 32
          a runner that claims no time at all            |    0 | 1 | 32
          a runner that claims less than no time         |   -5 | 1 | 32
      """)
  void tasksAheadOfTheSlots(String rule, long slotMicros, int slots, int tasks) {
    window.measured(TimeUnit.MICROSECONDS.toNanos(slotMicros));
    assertThat(window.tasks(slots)).isEqualTo(tasks);
  }

  @Test
  void nothingIsAheadBeforeATaskHasEnded() {
    assertThat(window.tasks(1_000)).isZero();
  }

  @Test
  void oneLongTaskAmongShortOnesClosesTheWindowAndMoreShortOnesOpenItAgain() {
    window.measured(100_000);
    window.measured(TimeUnit.SECONDS.toNanos(10));
    assertThat(window.tasks(4)).isZero();
    for (int task = 0; task < 100; task++) window.measured(100_000);
    assertThat(window.tasks(4)).isEqualTo(32);
  }
}
