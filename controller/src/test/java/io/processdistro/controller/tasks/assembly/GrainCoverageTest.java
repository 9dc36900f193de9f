package io.processdistro.controller.tasks.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.processdistro.common.values.GrainRange;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrainCoverageTest {
  @ParameterizedTest
  @CsvSource({"3, 7", "2, 4", "6, 9", "4, 5", "0, 10", "3, 4", "6, 7", "9, 11", "10, 11"})
  void rangesThatOverlapOrReachOutAreRefusedWithoutAnEffect(long from, long to) {
    var coverage = new GrainCoverage(10);
    coverage.add(new GrainRange(3, 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coverage.add(new GrainRange(from, to)))
        .withMessageContaining(from + ".." + to);
    coverage.add(new GrainRange(0, 3));
    coverage.add(new GrainRange(7, 10));
    assertThat(coverage.isComplete()).isTrue();
  }

  @Test
  void theFirstMissingGrainIsNamed() {
    var coverage = new GrainCoverage(10);
    assertThatIllegalStateException()
        .isThrownBy(coverage::requireComplete)
        .withMessage("grain 0 of 10 is missing");
    coverage.add(new GrainRange(5, 10));
    coverage.add(new GrainRange(0, 2));
    coverage.add(new GrainRange(2, 4));
    assertThatIllegalStateException()
        .isThrownBy(coverage::requireComplete)
        .withMessage("grain 4 of 10 is missing");
  }

  @Test
  void itAgreesWithOneFlagPerGrainWhateverComes() {
    for (long seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var coverage = new GrainCoverage(40);
      var flags = new boolean[40];
      int set = 0;
      for (int i = 0; i < 300; i++) {
        int from = random.nextInt(40);
        int to = random.nextInt(from, 40) + 1;
        boolean free = true;
        for (int grain = from; grain < to; grain++) free &= !flags[grain];
        if (free) {
          coverage.add(new GrainRange(from, to));
          Arrays.fill(flags, from, to, true);
          set += to - from;
        } else {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> coverage.requireMissing(new GrainRange(from, to)));
        }
        assertThat(coverage.isComplete()).as("seed %d", seed).isEqualTo(set == 40);
      }
    }
  }
}
