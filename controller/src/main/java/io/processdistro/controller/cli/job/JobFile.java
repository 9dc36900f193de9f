package io.processdistro.controller.cli.job;

import io.processdistro.common.cli.Terminal;
import io.processdistro.controller.cli.result.FileTarget;
import io.processdistro.controller.cli.shared.CommandException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What commands have in common that write a file about a job. Not OutputOptions: such a file has
 * one format, and {@code -o} is short for where it goes.
 */
final class JobFile {
  @Parameters(paramLabel = "ID", description = "The job's id or a unique start of it.")
  private String job;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write it, with the ending that fits; - for standard output.")
  private String output;

  /** As it was given: an id or the start of one. */
  String job() {
    return job;
  }

  /** Where it goes; ask before any work is done for it. */
  FileTarget target(Terminal terminal) throws CommandException {
    return FileTarget.at(output, terminal);
  }
}
