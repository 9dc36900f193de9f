package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarvationTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a process that got a tenth of a processor     | 4140 | 4000 | 1400  | true
          one that was busy all the time                | 5400 | 4000 | 1400  | false
          one that was busy from its start on           | 1400 | 0    | 1400  | false
          one that was just started                     | 300  | 0    | 1400  | true
          one that never had much, at last              | 4700 | 4000 | 10001 | false
          one that does nothing at all, for a while     | 4000 | 4000 | 9999  | true
          one whose system does not tell                | 0    | 0    | 1400  | false""")
  void excuses(String who, long cpuMillis, long cpuMillisAtStop, long millis, boolean excused) {
    assertThat(Starvation.excuses(cpuMillis, cpuMillisAtStop, Duration.ofMillis(millis).toNanos()))
        .isEqualTo(excused);
  }
}
