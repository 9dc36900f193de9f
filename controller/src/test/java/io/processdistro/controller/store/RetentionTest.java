package io.processdistro.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Priority;
import io.processdistro.scheduler.view.AttemptCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final KeepLimits LIMITS = new KeepLimits(Duration.ofHours(100), 50, 4);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing exceeds anything      | 9:10 8:10 7:10           | 0
          too old                       | 200:1 101:1 99:1         | 2
          too much, the oldest first    | 9:30 8:30 7:10           | 1
          without a result it frees nothing | 9:0 8:30 7:30        | -1
          too much, but fetched perhaps | 0:60                     | 0
          too many, however young       | 0:1 0:1 0:1 0:1 0:1 0:1  | 2
          """)
  void whatIsForgotten(String rule, String hoursAndBytes, int expected) {
    var finished = new ArrayList<JobRecord>();
    for (var job : hoursAndBytes.split(" ")) {
      var parts = job.split(":");
      finished.add(job(finished.size(), Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    }
    List<JobRecord> forgotten =
        expected < 0 ? List.of(finished.get(-expected)) : finished.subList(0, expected);
    assertThat(Retention.excess(finished, LIMITS, NOW)).isEqualTo(forgotten);
  }

  private static JobRecord job(int number, long hoursAgo, long resultBytes) {
    var rules =
        new JobSpec.Rules(
            "ada", Priority.NORMAL, 1, OptionalInt.empty(), 4, true, Optional.empty());
    var spec =
        new JobSpec(
            "squares",
            JsonNodeFactory.instance.objectNode(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            rules,
            false);
    var result = new JobEnd.Result(Path.of("r"), resultBytes, "csv", "text/csv", Optional.empty());
    var end =
        new JobEnd(
            NOW.minus(Duration.ofHours(hoursAgo)),
            1,
            Optional.empty(),
            new JobOutcome.Completed(),
            "",
            resultBytes == 0 ? Optional.empty() : Optional.of(result),
            new JobEnd.Tally(1, 1, AttemptCounts.NONE, 0, 0, 0),
            new JobEnd.Times(0, 0, 0, 0));
    return new JobRecord(
        JobId.random(new Random(number)),
        number,
        new JobOrigin(Optional.empty(), ContentHash.of(new byte[1]), Optional.empty()),
        spec,
        1,
        0,
        NOW,
        Optional.of(end));
  }
}
