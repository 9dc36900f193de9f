package io.processdistro.node.agent;

import io.processdistro.node.spool.SpoolDirectory;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of outputs that are too large for a message: named here, written by a runner into the
 * spool's directory, uploaded, deleted. On the agent's event loop only.
 */
final class OutputFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);

  private final Vertx vertx;
  private final SpoolDirectory directory;

  OutputFiles(Vertx vertx, SpoolDirectory directory) {
    this.vertx = vertx;
    this.directory = directory;
  }

  /** A name that no file has. */
  String newFile() {
    return directory.newOutputFile();
  }

  /** Deletes it, if it exists, off the event loop. */
  void delete(Path file) {
    vertx
        .executeBlocking(() -> Files.deleteIfExists(file), false)
        .onFailure(error -> LOG.warn("output=delete-failed file={} reason=\"{}\"", file, error));
  }
}
