package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.scheduler.structures.StateTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Ddocumentation.write=true} writes the page anew. */
class StateMachinesPageTest {
  private static final Path PAGE = Path.of("..", "documentation", "state-machines.md");

  @Test
  void thePageShowsTheTablesAsTheyAre() throws IOException {
    var page = page();
    if (Boolean.getBoolean("documentation.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as(
            "write it with mvn -pl scheduler -am test -Dtest=StateMachinesPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocumentation.write=true")
        .hasContent(page);
  }

  private static String page() {
    var page = new StringBuilder();
    page.append(
        """
        # State machines of the scheduler

        Generated from the tables in `StateTables.java`, which the scheduler itself runs on: a move that
        stands in no row throws. A test fails when this page is stale, and the simulation fails when a row
        is never taken.

        A grain of a job is at any time in exactly one place: never carved, accepted, or part of one task.
        A task exists from the moment its range is carved until its result is accepted or its job ends. A
        lease is one attempt at a task on one life of one node.
        """);
    for (var table : new StateTables().all()) append(page, table);
    return page.toString();
  }

  private static void append(StringBuilder page, StateTable<?, ?> table) {
    page.append("\n## ").append(table.name()).append("\n\n```mermaid\nstateDiagram-v2\n");
    for (var row : table.rows()) {
      page.append("  %s --> %s: %s%n".formatted(row.from(), row.to(), words(row.cause())));
    }
    page.append("```\n\n| from | cause | to | meaning |\n|---|---|---|---|\n");
    for (var row : table.rows()) {
      page.append(
          "| %s | %s | %s | %s |%n"
              .formatted(words(row.from()), words(row.cause()), words(row.to()), row.meaning()));
    }
  }

  private static String words(Object constant) {
    return constant.toString().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
