package io.processdistro.common.module;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.processdistro.common.module.corpus.Code;
import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.module.corpus.Tasks;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all are refused with a sentence, or admitted and then admitted unchanged. An
 * ordinary test run tries the seeds; with {@code JAZZER_FUZZ=1} in the environment and {@code
 * -Djazzer.hooks=true -Dtest=IngestFuzzTest} they are mutated for a minute.
 */
class IngestFuzzTest {
  private static final int SEED_BYTES_MAX = 4_096;
  private static final IngestRules FUELLED = IngestRules.DEFAULTS.withFuel(true);

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void isRefusedOrStable(byte[] bytes) {
    if (bytes == null) return;
    try {
      var module = ModuleIngest.ingest(bytes, FUELLED);
      assertThat(ModuleIngest.ingest(module.bytes(), IngestRules.DEFAULTS).hash())
          .isEqualTo(module.hash());
    } catch (ModuleRefusedException refused) {
      assertThat(refused.getMessage()).matches("[ -~]{10,2000}");
    }
  }

  static Stream<Arguments> seeds() {
    var small =
        HostileCorpus.all().stream()
            .map(module -> module.bytes())
            .filter(bytes -> bytes.length <= SEED_BYTES_MAX);
    var plain = Stream.of(Tasks.execute(new Code().loop().get(1).brIf(0).end().i64(0)));
    return Stream.concat(plain, small).map(bytes -> Arguments.of((Object) bytes));
  }
}
