package io.processdistro.controller.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.processdistro.controller.api.view.ViewJson;
import picocli.CommandLine.Option;

/** How a command shows what it found. */
final class OutputOptions {
  enum Style {
    table,
    json
  }

  @Option(
      names = "-o",
      paramLabel = "table|json",
      defaultValue = "table",
      description = "How to print on standard output: table (default) or json.")
  private Style style;

  boolean json() {
    return style == Style.json;
  }

  /** The API's own field names, indented. */
  static void print(Terminal terminal, Object value) {
    try {
      terminal
          .out()
          .println(ViewJson.lenient().writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the API cannot be written as JSON", e);
    }
  }
}
