package io.processdistro.tools.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LagHistogramTest {
  private static String metrics(long upTo10, long upTo50, long all) {
    var name = "processdistro_loop_lag_seconds";
    return """
        # TYPE %1$s histogram
        %1$s_bucket{le="0.01"} %2$d
        %1$s_bucket{le="0.05"} %3$d
        %1$s_bucket{le="+Inf"} %4$d
        %1$s_count %4$d
        """
        .formatted(name, upTo10, upTo50, all);
  }

  @Test
  void tellsQuantilesOfWhatCameInBetween() {
    var lag =
        LagHistogram.in(metrics(1_090, 1_100, 1_100))
            .since(LagHistogram.in(metrics(990, 1_000, 1_000)));
    assertThat(lag.count()).isEqualTo(100);
    assertThat(lag.quantileSeconds(0.5)).isCloseTo(0.005, within(1e-9));
  }

  @Test
  void isInfiniteBeyondTheLastBound() {
    var lag = LagHistogram.in(metrics(90, 98, 100));
    assertThat(lag.quantileSeconds(0.94)).isCloseTo(0.03, within(1e-9));
    assertThat(lag.quantileSeconds(0.99)).isInfinite();
  }

  @Test
  void refusesMetricsWithoutIt() {
    assertThatThrownBy(() -> LagHistogram.in("nothing 1\n")).hasMessageContaining("no lag");
  }
}
