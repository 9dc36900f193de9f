package io.processdistro.node.agent;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of outputs that are too large for a message: named here, written by a runner, uploaded,
 * deleted. On the agent's event loop only, except for {@link #open}.
 */
final class OutputFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);

  private final Vertx vertx;
  private final String prefix;
  private long next = 1;

  private OutputFiles(Vertx vertx, Path directory) {
    this.vertx = vertx;
    this.prefix = directory.resolve("output-").toString();
  }

  /** Makes the directory, or empties it of what a former process has left. Blocks. */
  static OutputFiles open(Vertx vertx, Path directory) throws StateException {
    PrivateFiles.createDirectory(directory);
    try (var leftovers = Files.newDirectoryStream(directory)) {
      for (var leftover : leftovers) Files.deleteIfExists(leftover);
    } catch (IOException e) {
      throw new StateException("cannot clean " + directory + ": " + e.getMessage(), e);
    }
    return new OutputFiles(vertx, directory.toAbsolutePath());
  }

  /** A name that no file has. */
  String newFile() {
    return prefix + next++;
  }

  /** Deletes it, if it exists, off the event loop. */
  void delete(Path file) {
    vertx
        .executeBlocking(() -> Files.deleteIfExists(file), false)
        .onFailure(error -> LOG.warn("output=delete-failed file={} reason=\"{}\"", file, error));
  }
}
