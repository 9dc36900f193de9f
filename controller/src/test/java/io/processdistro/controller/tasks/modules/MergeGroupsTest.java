package io.processdistro.controller.tasks.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.controller.tasks.InvalidOutputException;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeGroupsTest {
  private static final long MIB = 1 << 20;
  private static final long BYTES_MAX = 64 * MIB;

  @ParameterizedTest(name = "{0}: {1} results of {2} MiB")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one result is merged too        |    1 |  1 | 1
          few go together                 |    5 |  1 | 5
          as many as one merge takes      |  256 |  0 | 256
          one more makes two like halves  |  257 |  0 | 129 128
          many                            |  600 |  0 | 200 200 200
          long ones make smaller groups   |    5 |  5 | 3 2
          long ones go in twos            |    5 | 20 | 2 2 1
          a pair may fill an input        |    2 | 32 | 2
          """)
  void groups(String rule, int results, long mebibytes, String expected) throws Exception {
    var groups = MergeGroups.of(results, i -> mebibytes * MIB, BYTES_MAX);
    assertThat(
            groups.stream()
                .map(group -> Integer.toString(group.to() - group.from()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  @Test
  void aPairThatIsTooLongIsRefusedWithItsLength() {
    assertThatThrownBy(() -> MergeGroups.of(4, i -> i == 2 ? 40 * MIB : 30 * MIB, BYTES_MAX))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessageContaining("results 2 and 3 have " + 70 * MIB + " bytes together")
        .hasMessageContaining("at most " + BYTES_MAX)
        .hasMessageContaining("does not make results shorter");
  }

  /** Whatever lengths a guest chooses: in order, complete, and each level at most half as many. */
  @Test
  void levelsEndWhateverMergeDoes() throws Exception {
    var random = new Random(7);
    for (int round = 0; round < 300; round++) {
      int results = 1 + random.nextInt(5_000);
      int levels = 0;
      while (results > 1) {
        long seed = random.nextLong();
        var groups =
            MergeGroups.of(
                results, i -> new Random(seed + i).nextLong(BYTES_MAX / 2 + 1), BYTES_MAX);
        int next = 0;
        for (var group : groups) {
          assertThat(group.from()).isEqualTo(next);
          assertThat(group.to() - group.from()).isBetween(1, MergeGroups.RESULTS_MAX);
          next = group.to();
        }
        assertThat(next).isEqualTo(results);
        assertThat(groups.size()).isLessThanOrEqualTo((results + 1) / 2 + 1);
        results = groups.size();
        assertThat(++levels).isLessThan(20);
      }
    }
  }
}
