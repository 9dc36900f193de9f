package io.processdistro.common.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The manual of a program: a page for every command that its help shows. */
public final class ManualPages {
  private ManualPages() {}

  /**
   * Writes all pages, as {@code PROGRAM-COMMAND.1}; those that are there are replaced. Blocks.
   *
   * @param directory made if it is not there
   * @return how many pages there are
   */
  public static int write(CommandLine program, Path directory) throws IOException {
    Files.createDirectories(directory);
    return write(program.getCommandSpec(), product(), directory);
  }

  private static int write(CommandSpec command, String product, Path directory) throws IOException {
    Files.writeString(
        directory.resolve(ManualPage.nameOf(command) + "." + ManualPage.SECTION),
        ManualPage.of(command, product));
    int pages = 1;
    for (var child : childrenOf(command)) pages += write(child, product, directory);
    return pages;
  }

  /** The commands below this one that its help shows, in that order. */
  static List<CommandSpec> childrenOf(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(child -> !child.usageMessage().hidden())
        .distinct()
        .toList();
  }

  /** Classes that are not in a jar know no version. */
  private static String product() {
    var version = ManualPages.class.getPackage().getImplementationVersion();
    return version == null ? "ProcessDistro" : "ProcessDistro " + version;
  }
}
