package io.processdistro.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> IDS =
      List.of("abcdefghijklmnop", "abcdefghzzzzzzzz", "k7qf2mxpk7qf2mxp");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "sumbit-task, submit-task",
    "job, jobs",
    "SUBMIT_TASK, submit-task",
    "submit, submit-task",
    "x,",
    "completely-else,"
  })
  void namesAreGuessedByTheirLetters(String written, String near) {
    assertThat(NearestName.of(written, List.of("jobs", "submit-task")).orElse(null))
        .isEqualTo(near);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "k7qg, k7qf2mxpk7qf2mxp",
    "k7xx,",
    "k7q,",
    "k7qg2mxq, k7qf2mxpk7qf2mxp",
    "abcdefgx,",
    "abcdefghijklmnox, abcdefghijklmnop"
  })
  void idsAreGuessedOnlyWhereOneIsMeant(String written, String near) {
    assertThat(NearestName.ofId(written, IDS).orElse(null)).isEqualTo(near);
  }
}
