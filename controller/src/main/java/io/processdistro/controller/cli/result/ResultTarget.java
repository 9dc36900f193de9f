package io.processdistro.controller.cli.result;

import io.processdistro.common.cli.Terminal;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.client.ClientException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a result goes. It appears there whole or not at all. */
public sealed interface ResultTarget permits FileTarget, DirectoryTarget {
  /** Writes everything to the given stream. */
  interface Content {
    long writeTo(OutputStream stream) throws ClientException, IOException;
  }

  /** The format of the result that this place stands for; empty if it fits any. */
  Optional<String> format();

  boolean isStandardOutput();

  /** Writes the content; returns its length. */
  long write(Content content) throws ClientException, CommandException;

  /**
   * A directory if it is one already or its name ends so, else a file; {@code -} for standard
   * output.
   *
   * @throws CommandException if a result cannot be put there
   */
  static ResultTarget at(String option, Terminal terminal) throws CommandException {
    return isDirectory(option) ? DirectoryTarget.at(option) : FileTarget.at(option, terminal);
  }

  private static boolean isDirectory(String option) {
    if (option.endsWith("/")) return true;
    try {
      return Files.isDirectory(Path.of(option));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
