package io.processdistro.common.state;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's state lives.
 *
 * @param userDirectory {@code $XDG_STATE_HOME/processdistro}, or {@code
 *     ~/.local/state/processdistro}: the default state directory, and the home of {@link
 *     #controllersDirectory()} whatever state directory a command uses
 * @param environmentDirectory the value of {@code PROCESSDISTRO_STATE_DIR}, if set
 */
public record StateHome(Path userDirectory, Optional<Path> environmentDirectory) {
  /** Name of the variable that stands in for {@code --state-dir}. */
  public static final String STATE_DIRECTORY_VARIABLE = "PROCESSDISTRO_STATE_DIR";

  /** Reads this process's environment. */
  public static StateHome ofThisProcess() throws StateException {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** As the XDG base directory specification says, a relative XDG_STATE_HOME is ignored. */
  public static StateHome of(Map<String, String> environment, Path userHome) throws StateException {
    var base =
        pathIn(environment, "XDG_STATE_HOME")
            .filter(Path::isAbsolute)
            .orElse(userHome.resolve(".local").resolve("state"));
    return new StateHome(
        base.resolve("processdistro"),
        pathIn(environment, STATE_DIRECTORY_VARIABLE).map(Path::toAbsolutePath));
  }

  /** The state directory of a command: its {@code --state-dir}, else the variable, else default. */
  public Path stateDirectory(Optional<Path> option) {
    return option
        .map(Path::toAbsolutePath)
        .orElseGet(() -> environmentDirectory.orElse(userDirectory))
        .normalize();
  }

  /** Holds {@code <port>.json} of every running controller of this user on this machine. */
  public Path controllersDirectory() {
    return userDirectory.resolve("controllers");
  }

  private static Optional<Path> pathIn(Map<String, String> environment, String variable)
      throws StateException {
    var value = environment.get(variable);
    if (value == null || value.isBlank()) return Optional.empty();
    try {
      return Optional.of(Path.of(value));
    } catch (InvalidPathException e) {
      throw new StateException("the variable " + variable + " does not hold a path: " + value, e);
    }
  }
}
