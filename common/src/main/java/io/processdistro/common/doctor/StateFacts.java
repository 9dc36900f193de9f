package io.processdistro.common.doctor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A state directory of one role.
 *
 * @param exists else it is made at the first start
 * @param writable whether this user may change it
 * @param inUse whether a running process holds its lock
 */
public record StateFacts(Path path, boolean exists, boolean writable, boolean inUse) {
  /**
   * Tries the lock for a moment, if there is one.
   *
   * @param path {@code <state-dir>/<role>}
   */
  public static StateFacts gather(Path path) {
    boolean exists = Files.isDirectory(path);
    var place = path.toAbsolutePath();
    while (!Files.exists(place) && place.getParent() != null) place = place.getParent();
    return new StateFacts(
        path, exists, Files.isDirectory(place) && Files.isWritable(place), isLocked(path));
  }

  private static boolean isLocked(Path path) {
    var file = path.resolve("lock");
    if (!Files.isRegularFile(file)) return false;
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException lockedHere) {
      return true;
    } catch (IOException notOurs) {
      return false;
    }
  }

  public Finding judge() {
    if (!writable) {
      return Finding.problem(
          "state directory",
          path + " cannot be written by this user",
          "run as its owner, or choose another one with --state-dir");
    }
    if (!exists) {
      return Finding.ok("state directory", path + " is not there yet; the first start makes it");
    }
    return Finding.ok(
        "state directory", path + (inUse ? ", in use by a running process" : ", not in use"));
  }
}
