package io.processdistro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aNarrowScreenGetsLessAndNothingIsBrokenByIt() {
    var table = wide();

    assertThat(printed(table, 80, true))
        .isEqualTo(
            "NAME    ADDRESS          NOTE\nnode-1  127.0.0.1:30000  takes no work: it is day\n");
    assertThat(printed(table, 36, true))
        .isEqualTo("NAME    NOTE\nnode-1  takes no work: it is day\n");
    assertThat(printed(table, 20, true)).isEqualTo("NAME    NOTE\nnode-1  takes no wo…\n");
  }

  @Test
  void whatIsNoScreenGetsEverything() {
    assertThat(printed(wide(), 20, false)).contains("127.0.0.1:30000  takes no work: it is day");
  }

  @Test
  void factsAreFolded() {
    var table = new TextTable("JOB", "abc");
    table.row("because", "no connected node offers the memory that it needs");

    assertThat(printed(table, 40, true))
        .isEqualTo(
            "JOB      abc\nbecause  no connected node offers the\n         memory that it needs\n");
  }

  @Test
  void statesHaveColoursOnlyWhereTheyAreWanted() {
    var table = new TextTable("NAME", "STATE", "SLOTS");
    table.row("failed-node", "failed", 2);

    assertThat(printed(table, 80, true)).doesNotContain("\u001b");
    out.reset();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    table.print(new Terminal(stream, stream, true, true, true, 80));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("failed-node  \u001b[31mfailed\u001b[0m  2");
  }

  private static TextTable wide() {
    var table = new TextTable("NAME", "ADDRESS", "NOTE").dispensing("ADDRESS");
    table.row("node-1", "127.0.0.1:30000", "takes no work: it is day");
    return table;
  }

  private String printed(TextTable table, int columns, boolean screen) {
    out.reset();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    table.print(new Terminal(stream, stream, false, screen, screen, columns));
    return out.toString(StandardCharsets.UTF_8);
  }
}
