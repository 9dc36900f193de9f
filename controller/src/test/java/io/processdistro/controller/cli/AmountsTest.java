package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "33554432, 32.0 MiB",
    "9223372036854775807, 8.0 EiB"
  })
  void bytesAreReadable(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0 ms", "999, 999 ms", "1500, 1.50 s", "61000, 1:01", "3723000, 1:02:03"})
  void timesAreReadable(double milliseconds, String text) {
    assertThat(Amounts.milliseconds(milliseconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30, PT30S", "30s, PT30S", "5m, PT5M", "2h, PT2H"})
  void durationsAreRead(String text, Duration duration) throws CommandException {
    assertThat(Amounts.duration("--timeout", text)).isEqualTo(duration);
  }

  @Test
  void colourAndBarsNeedATerminalThatWantsThem() {
    assertThat(Terminal.of(Map.of(), "out,err").colours()).isTrue();
    assertThat(Terminal.of(Map.of("NO_COLOR", "1"), "out,err").colours()).isFalse();
    assertThat(Terminal.of(Map.of("NO_COLOR", "1"), "out,err").live()).isTrue();
    assertThat(Terminal.of(Map.of("TERM", "dumb"), "out,err").live()).isFalse();
    assertThat(Terminal.of(Map.of(), ",err").colours()).isFalse();
    assertThat(Terminal.of(Map.of(), "out").live()).isFalse();
  }
}
