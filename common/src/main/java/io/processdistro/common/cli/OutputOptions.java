package io.processdistro.common.cli;

import picocli.CommandLine.Option;

/** How a command shows what it found: as a table for people, or as data for programs. */
public final class OutputOptions {
  /** Written like this on the command line. */
  public enum Format {
    table,
    json,
    yaml
  }

  @Option(
      names = "-o",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "How to print on standard output: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Format format = Format.table;

  /** Whether programs are to read it: then nothing but {@link #print} writes to standard output. */
  public boolean isData() {
    return format != Format.table;
  }

  /**
   * @param value the same as data: with the API's own field names
   * @param table prints it for people
   */
  public void show(Terminal terminal, Object value, Runnable table) {
    if (isData()) print(terminal, value);
    else table.run();
  }

  /** Prints a value in the data format that was asked for; JSON if none was. */
  public void print(Terminal terminal, Object value) {
    terminal.out().print(format == Format.yaml ? DataText.yaml(value) : DataText.json(value));
    terminal.out().flush();
  }
}
