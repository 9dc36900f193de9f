package io.processdistro.common.state;

import io.processdistro.common.text.FileTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A directory that belongs to one running process: it holds the lock on the file {@code lock} in it
 * until {@link #close()} or until the process ends, however it ends.
 *
 * <p>A state directory has one of these per role: {@code <state-dir>/controller}, {@code
 * <state-dir>/edge-node}. So one {@code --state-dir} serves a controller and a node of the same
 * cluster.
 */
public final class StateDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private StateDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes {@code <stateDirectory>/<role>} if it is missing, locks it, and removes what a killed
   * process had begun to write there.
   *
   * @throws StateException if another process has it, or it cannot be made or written
   */
  public static StateDirectory open(Path stateDirectory, String role) throws StateException {
    return tryOpen(stateDirectory, role)
        .orElseThrow(
            () ->
                new StateException(
                    "another running "
                        + role
                        + " uses the state directory "
                        + stateDirectory
                        + ": stop it or give this one its own with --state-dir"));
  }

  /**
   * As {@link #open}, but empty when another process (or another part of this one) has the lock.
   */
  public static Optional<StateDirectory> tryOpen(Path stateDirectory, String role)
      throws StateException {
    var path = stateDirectory.resolve(role);
    PrivateFiles.createDirectory(path);
    var lockFile = path.resolve("lock");
    FileChannel channel = null;
    try {
      channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      PrivateFiles.removeUnfinished(path);
      return Optional.of(new StateDirectory(path, channel, lock));
    } catch (OverlappingFileLockException lockedHere) {
      closeQuietly(channel);
      return Optional.empty();
    } catch (StateException e) {
      closeQuietly(channel);
      throw e;
    } catch (IOException e) {
      closeQuietly(channel);
      throw new StateException(
          "cannot use the state directory " + stateDirectory + ": " + FileTrouble.reason(e), e);
    }
  }

  /** The role's own directory. */
  public Path path() {
    return path;
  }

  /** Gives the lock back; the directory stays. Doing it twice is harmless. */
  @Override
  public void close() {
    try {
      if (lock.isValid()) lock.release();
    } catch (IOException e) {
      // Closing the channel, and in the end the process, releases it as well.
    } finally {
      closeQuietly(channel);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel == null) return;
    try {
      channel.close();
    } catch (IOException nothingToLose) {
      // Nothing was written through it.
    }
  }
}
