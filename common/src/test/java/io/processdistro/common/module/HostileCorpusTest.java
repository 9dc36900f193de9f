package io.processdistro.common.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.module.corpus.HostileModule;
import io.processdistro.common.module.corpus.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile module gets its verdict at ingest; those admitted are run by the node's tests. */
class HostileCorpusTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void getsItsVerdict(HostileModule module) throws Exception {
    switch (module.verdict()) {
      case Verdict.Refused refused -> {
        var refusal =
            catchThrowableOfType(
                ModuleRefusedException.class,
                () -> ModuleIngest.ingest(module.bytes(), IngestRules.DEFAULTS));
        assertThat(refusal).as("refusal of " + module).isNotNull();
        assertThat(refusal.getMessage()).contains(refused.says()).matches("[ -~]+");
        assertThat(refusal.complaints().getFirst().kind()).isEqualTo(refused.kind());
      }
      case Verdict.Contained contained -> {
        var ingested = ModuleIngest.ingest(module.bytes(), IngestRules.DEFAULTS);
        assertThat(ModuleIngest.ingest(ingested.bytes(), IngestRules.DEFAULTS).bytes())
            .isEqualTo(ingested.bytes());
      }
    }
  }

  @Test
  void isLargeEnoughAndNamesEachEntryOnce() {
    assertThat(modules()).hasSizeGreaterThanOrEqualTo(120);
    assertThat(modules()).extracting(HostileModule::name).doesNotHaveDuplicates();
  }

  static List<HostileModule> modules() {
    return HostileCorpus.all();
  }
}
