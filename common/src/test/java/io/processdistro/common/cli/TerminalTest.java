package io.processdistro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void colourAndBarsNeedATerminalThatWantsThem() {
    assertThat(Terminal.of(Map.of(), "out,err").colours()).isTrue();
    assertThat(Terminal.of(Map.of("NO_COLOR", "1"), "out,err").colours()).isFalse();
    assertThat(Terminal.of(Map.of("NO_COLOR", "1"), "out,err").live()).isTrue();
    assertThat(Terminal.of(Map.of("TERM", "dumb"), "out,err").live()).isFalse();
    assertThat(Terminal.of(Map.of("TERM", "dumb"), "out,err").screen()).isFalse();
    assertThat(Terminal.of(Map.of(), ",err").colours()).isFalse();
    assertThat(Terminal.of(Map.of(), "out").live()).isFalse();
  }

  @Test
  void itsWidthIsWhatPeopleSayOrTheUsualOne() {
    assertThat(Terminal.of(Map.of("COLUMNS", "132"), "out").columns()).isEqualTo(132);
    assertThat(Terminal.of(Map.of("COLUMNS", "0"), "out").columns()).isEqualTo(80);
    assertThat(Terminal.of(Map.of("COLUMNS", "wide"), "out").columns()).isEqualTo(80);
  }

  @Test
  void suggestsOnlyToAPersonWhoSeesTheWhole() {
    assertThat(suggested(true, true)).isEqualTo("next: controller jobs\n");
    assertThat(suggested(true, false)).isEmpty();
    assertThat(suggested(false, true)).isEmpty();
  }

  private static String suggested(boolean live, boolean screen) {
    var err = new ByteArrayOutputStream();
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    new Terminal(stream, stream, false, live, screen, 80).suggest("controller jobs");
    return err.toString(StandardCharsets.UTF_8);
  }
}
