package io.processdistro.common.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  @CsvSource({
    "0, 0 B",
    "1000, 1000 B",
    "65536, 64 KiB",
    "268435456, 256 MiB",
    "1073742848, 1048577 KiB"
  })
  void limitsAreExact(long bytes, String text) {
    assertThat(Amounts.exactBytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0 ms", "999, 999 ms", "1500, 1.50 s", "61000, 1:01", "3723000, 1:02:03"})
  void timesAreReadable(double milliseconds, String text) {
    assertThat(Amounts.milliseconds(milliseconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30, PT30S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "7d, P7D",
    "999999999d, P999999999D"
  })
  void durationsAreRead(String text, Duration duration) {
    assertThat(Amounts.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0s", "-1s", "1.5s", "5 m", "5parsecs", "9999999999h", "１s"})
  void otherDurationsAreRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Amounts.duration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a time is a number above 0")
        .hasMessageEndingWith("not " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "512MiB, 536870912",
    "512m, 536870912",
    "1.5g, 1610612736",
    "4 GiB, 4294967296",
    "2TB, 2199023255552",
    "7b, 7",
    "1024T, 1125899906842624"
  })
  void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
    assertThat(Amounts.size(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0.4", "-5g", "lots", "1025t", "9999999999999999999", "4MX"})
  void otherSizesAreRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Amounts.size(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a size is a number above 0")
        .hasMessageEndingWith("not " + text);
  }
}
