package io.processdistro.controller.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.store.KeepLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepOptionTest {
  @Test
  void ageAndSizeStandAloneOrTogether() throws CommandException {
    var defaults = KeepLimits.DEFAULTS;
    assertThat(KeepOption.parse("7d,20GiB")).isEqualTo(defaults);
    assertThat(KeepOption.parse("12h").ageMax()).isEqualTo(Duration.ofHours(12));
    assertThat(KeepOption.parse("12h").resultBytesMax()).isEqualTo(defaults.resultBytesMax());
    assertThat(KeepOption.parse("500MiB").resultBytesMax()).isEqualTo(500L << 20);
    assertThat(KeepOption.parse("2TiB,1d"))
        .isEqualTo(new KeepLimits(Duration.ofDays(1), 2L << 40, defaults.jobsMax()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "0d", "-1d", "7d,", "7 d", "20GB", "7d;20GiB", "9999999999GiB"})
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> KeepOption.parse(text))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("7d,20GiB");
  }
}
