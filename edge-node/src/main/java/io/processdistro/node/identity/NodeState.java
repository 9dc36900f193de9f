package io.processdistro.node.identity;

import io.processdistro.common.state.StateDirectory;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The state directory of this node, locked until {@link #close()}.
 *
 * @param directory {@code <state-dir>/edge-node}, or {@code edge-node-2}, {@code -3}… when other
 *     nodes of the same user run
 * @param ordinal 1 for the first, so that names can differ too
 */
public record NodeState(StateDirectory directory, int ordinal) implements AutoCloseable {
  private static final String ROLE = "edge-node";

  /** More nodes of one user on one machine are a mistake, or want directories of their own. */
  private static final int ORDINAL_MAX = 256;

  /** The directory of a user's first node. */
  public static Path firstIn(Path stateDirectory) {
    return stateDirectory.resolve(ROLE);
  }

  /**
   * Takes the directory that the user gave, or else the first free one of this user.
   *
   * @param option the user's {@code --state-dir}; a node that finds it locked is refused, because
   *     he meant this very one
   */
  public static NodeState open(StateHome home, Optional<Path> option) throws StateException {
    var parent = home.stateDirectory(option);
    if (option.isPresent()) return new NodeState(StateDirectory.open(parent, ROLE), 1);
    for (int ordinal = 1; ordinal <= ORDINAL_MAX; ordinal++) {
      var role = ordinal == 1 ? ROLE : ROLE + "-" + ordinal;
      var directory = StateDirectory.tryOpen(parent, role);
      if (directory.isPresent()) return new NodeState(directory.get(), ordinal);
    }
    throw new StateException(
        ORDINAL_MAX + " edge nodes run from " + parent + ": give this one its own --state-dir");
  }

  public Path path() {
    return directory.path();
  }

  @Override
  public void close() {
    directory.close();
  }
}
