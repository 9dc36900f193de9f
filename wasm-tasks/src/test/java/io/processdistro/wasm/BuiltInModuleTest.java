package io.processdistro.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInModuleTest {
  @ParameterizedTest
  @EnumSource
  void everyModuleIsAWasmBinaryUnder64KiBThatTellsNoPaths(BuiltInModule module) {
    assertThat(module.bytes()).startsWith(0, 'a', 's', 'm', 1, 0, 0, 0).hasSizeLessThan(1 << 16);
    var text = new String(module.bytes(), StandardCharsets.ISO_8859_1);
    assertThat(text).doesNotContain("producers", ".c\0", "/home/", "/tmp/");
  }

  @ParameterizedTest
  @EnumSource
  void callersCannotChangeAModule(BuiltInModule module) {
    module.bytes()[0] = 1;
    module.sha256()[0]++;
    assertThat(module.bytes()[0]).isZero();
    assertThat(module.sha256()).hasSize(32).isEqualTo(module.sha256());
  }
}
