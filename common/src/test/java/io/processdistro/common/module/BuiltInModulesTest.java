package io.processdistro.common.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import io.processdistro.wasm.BuiltInModule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The modules that the project brings itself pass the same door as everybody's. */
class BuiltInModulesTest {
  @ParameterizedTest
  @EnumSource
  void areTakenAsNativeTasks(BuiltInModule builtIn) throws Exception {
    var module = ModuleIngest.ingest(builtIn.bytes(), IngestRules.DEFAULTS);

    assertThat(module.facts().shape()).isEqualTo(ModuleShape.NATIVE);
    assertThat(module.facts().phases()).containsExactly(Phase.EXECUTE);
    assertThat(module.facts().imports()).isEmpty();
    assertThat(module.facts().memory().bytesMax())
        .isLessThanOrEqualTo(IngestRules.DEFAULTS.memoryBytesMax());
    assertThat(module.hash()).isEqualTo(ContentHash.of(module.bytes()));
  }

  @ParameterizedTest
  @EnumSource
  void areNotChangedASecondTime(BuiltInModule builtIn) throws Exception {
    var once = ModuleIngest.ingest(builtIn.bytes(), IngestRules.DEFAULTS);
    var twice = ModuleIngest.ingest(once.bytes(), IngestRules.DEFAULTS);

    assertThat(twice.bytes()).isEqualTo(once.bytes());
  }
}
