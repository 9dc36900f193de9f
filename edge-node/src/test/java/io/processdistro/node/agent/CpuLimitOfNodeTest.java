package io.processdistro.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.values.Outcome;
import io.processdistro.node.owner.OwnerRules;
import io.processdistro.node.supervisor.RunnerPoolLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --cpu-limit} promises, measured on real runners. */
@Timeout(120)
class CpuLimitOfNodeTest {
  private static final double CORES = 0.5;
  private static final long WALL_MILLIS = 1_500;

  @TempDir Path directory;

  /** Two guests that never rest would use two processors. */
  @Test
  void greedyGuestsGetNoMoreThanTheOwnerLends() throws Exception {
    var rules = new OwnerRules(Optional.empty(), Optional.empty(), OptionalDouble.of(CORES));
    try (var node =
        new RealNode(directory, RunnerPoolLimits.withDefaults(RealNode.SLOTS, 4L << 30), rules)) {
      node.awaitSelfTest();
      var greedy = node.submit(endlessLoop(), IngestRules.DEFAULTS);
      node.run(RealNode.terms(greedy, 50), new byte[0]); // its process starts
      long cpuNanos = cpuNanos();
      long startNanos = System.nanoTime();
      node.assign(RealNode.terms(greedy, WALL_MILLIS), new byte[0]);
      node.assign(RealNode.terms(greedy, WALL_MILLIS), new byte[1]);
      var first = node.report();
      var second = node.report();
      long tookNanos = System.nanoTime() - startNanos;

      assertThat((double) (cpuNanos() - cpuNanos) / tookNanos)
          .as("processors that runners used")
          .isLessThan(CORES * 1.3);
      // Two that are stopped in one slow process may need longer than the grace is.
      for (var report : List.of(first, second)) {
        assertThat(codeOf(report.outcome()))
            .as("%s", report.outcome())
            .isIn(ErrorCode.DEADLINE_EXCEEDED, ErrorCode.RUNNER_KILLED);
      }
    }
  }

  private static ErrorCode codeOf(Outcome outcome) {
    return ((Outcome.Failed) outcome).code();
  }

  private static long cpuNanos() {
    return ProcessHandle.current()
        .descendants()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToLong(Duration::toNanos)
        .sum();
  }

  private static byte[] endlessLoop() {
    return HostileCorpus.all().stream()
        .filter(module -> module.name().equals("an endless loop"))
        .findFirst()
        .orElseThrow()
        .bytes();
  }
}
