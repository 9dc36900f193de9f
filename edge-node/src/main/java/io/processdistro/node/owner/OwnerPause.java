package io.processdistro.node.owner;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner's pause. It is written down, so that a node that is started again stays paused; until
 * when is a time of day, so a clock that is set moves it.
 *
 * <p>Reads and writes a small file: rarely, but blocking. Use by one thread at a time.
 */
final class OwnerPause {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerPause.class);

  /** No time at all: until somebody resumes. */
  private static final String WITHOUT_END = "until resumed";

  private final Path file;
  private boolean paused;
  private Optional<Instant> until;

  private OwnerPause(Path file, boolean paused, Optional<Instant> until) {
    this.file = file;
    this.paused = paused;
    this.until = until;
  }

  /**
   * The pause that a former life of this node left behind, or none. A file that cannot be
   * understood is a pause without an end: an owner who paused is not to be surprised.
   */
  static OwnerPause openIn(Path directory) throws StateException {
    var file = directory.resolve("paused");
    if (!Files.exists(file)) return new OwnerPause(file, false, Optional.empty());
    var text = new String(PrivateFiles.read(file), StandardCharsets.UTF_8).strip();
    return new OwnerPause(file, true, end(file, text));
  }

  private static Optional<Instant> end(Path file, String text) {
    if (text.equals(WITHOUT_END)) return Optional.empty();
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      LOG.warn("pause=unreadable file={} action=\"paused until resumed\"", file);
      return Optional.empty();
    }
  }

  /** Replaces an earlier pause. */
  void pause(Optional<Instant> newUntil) throws StateException {
    PrivateFiles.write(
        file, newUntil.map(Instant::toString).orElse(WITHOUT_END).getBytes(StandardCharsets.UTF_8));
    paused = true;
    until = newUntil;
  }

  void resume() throws StateException {
    paused = false;
    until = Optional.empty();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StateException(
          "resumed, but "
              + file
              + " cannot be deleted: at its next start this node is paused again",
          e);
    }
  }

  boolean holdsAt(Instant now) {
    return paused && until.map(now::isBefore).orElse(true);
  }

  /** Only while it holds; empty if it has no end. */
  Optional<Instant> until() {
    return until;
  }
}
