package io.processdistro.common.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.module.corpus.HostileModule;
import io.processdistro.common.module.corpus.Verdict;
import io.processdistro.wasm.BuiltInModule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Budgets are built in and found again, byte for byte. */
class FuelTest {
  private static final IngestRules FUELLED = IngestRules.DEFAULTS.withFuel(true);

  @ParameterizedTest
  @EnumSource
  void aMeteredBuiltInIsValidAndStaysAsItIs(BuiltInModule builtIn) throws Exception {
    requireStable(builtIn.bytes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("admitted")
  void aMeteredModuleIsValidAndStaysAsItIs(HostileModule module) throws Exception {
    requireStable(module.bytes());
  }

  private static void requireStable(byte[] module) throws Exception {
    var plain = ModuleIngest.ingest(module, IngestRules.DEFAULTS);
    var metered = ModuleIngest.ingest(module, FUELLED);
    assertThat(metered.facts().metered()).isTrue();
    assertThat(metered.facts().exports()).isEqualTo(plain.facts().exports());
    assertThat(metered.bytes()).isNotEqualTo(plain.bytes());

    var sections = Sections.of(metered.bytes());
    TypeCheck.check(sections, ModuleReader.read(sections));
    assertThat(FuelRemover.remove(sections, ModuleReader.read(sections))).isEqualTo(plain.bytes());

    for (var rules : List.of(FUELLED, IngestRules.DEFAULTS)) {
      var again = ModuleIngest.ingest(metered.bytes(), rules);
      assertThat(again.bytes()).isEqualTo(metered.bytes());
      assertThat(again.facts()).isEqualTo(metered.facts());
    }
    assertThat(ModuleIngest.ingest(plain.bytes(), FUELLED).bytes()).isEqualTo(metered.bytes());
  }

  static List<HostileModule> admitted() {
    return HostileCorpus.all().stream()
        .filter(module -> module.verdict() instanceof Verdict.Contained)
        .toList();
  }
}
