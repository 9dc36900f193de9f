package io.processdistro.controller.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * While a backup has it, the controller deletes nothing that the backup may name; while the
 * controller deletes, a backup waits. Held by a lock on a file, so a process that ends lets go.
 */
public final class BackupHold implements AutoCloseable {
  static final String FILE = "backup-lock";

  private final FileChannel channel;

  private BackupHold(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for it; blocks. */
  static BackupHold take(Path directory) throws IOException {
    var channel = open(directory);
    try {
      channel.lock();
      return new BackupHold(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Empty while a backup has it.
   *
   * @param directory of the controller's state
   */
  public static Optional<BackupHold> tryTake(Path directory) throws IOException {
    var channel = open(directory);
    try {
      if (channel.tryLock() != null) return Optional.of(new BackupHold(channel));
      channel.close();
      return Optional.empty();
    } catch (OverlappingFileLockException ofThisProcess) {
      channel.close();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
