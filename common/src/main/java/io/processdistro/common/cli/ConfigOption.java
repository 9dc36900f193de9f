package io.processdistro.common.cli;

import io.processdistro.common.config.Configuration;
import io.processdistro.common.config.ConfigurationException;
import io.processdistro.common.config.ConfigurationSources;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds {@code --config} before the options are read, whose defaults depend on it. */
public final class ConfigOption {
  public static final String NAME = "--config";
  private static final List<String> HELP = List.of("--help", "-h", "--version", "-V");

  private ConfigOption() {}

  /**
   * The configuration that holds for a command; the usual one where only help is wanted, so that a
   * broken file never stands before its explanation.
   */
  public static Configuration load(ConfigurationSources sources, String... arguments)
      throws ConfigurationException {
    if (Arrays.stream(arguments).anyMatch(HELP::contains)) return Configuration.usual();
    return sources.load(file(arguments));
  }

  /** What was given; one that is no file name is found out when the options are read. */
  public static Optional<Path> file(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--")) break;
      if (arguments[i].equals(NAME) && i + 1 < arguments.length) return path(arguments[i + 1]);
      if (arguments[i].startsWith(NAME + "=")) {
        return path(arguments[i].substring(NAME.length() + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
