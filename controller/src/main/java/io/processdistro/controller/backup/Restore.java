package io.processdistro.controller.backup;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.store.DurableFiles;
import io.processdistro.controller.store.sqlite.SqliteStore;
import io.processdistro.controller.tar.EntryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Comparator;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Makes a state directory of a backup. All methods block. */
public final class Restore {
  /** The restored controller's epochs lie behind all that the lost one can have used. */
  private static final long EPOCHS_SKIPPED = 1_000_000;

  private Restore() {}

  /**
   * Unpacks beside the place where the state is to stand, checks every file, and moves it there.
   *
   * @throws StateException if there is state already, or the backup is damaged; nothing is changed
   */
  public static void read(Path file, Path stateDirectory) throws StateException {
    var state = stateDirectory.resolve("controller");
    PrivateFiles.createDirectory(stateDirectory);
    Path unpacked = null;
    try {
      requireEmpty(state, stateDirectory);
      unpacked = Files.createTempDirectory(stateDirectory, ".restoring-");
      unpack(file, unpacked);
      SqliteStore.skipEpochs(unpacked.resolve(Backup.DATABASE), EPOCHS_SKIPPED);
      Files.move(unpacked, state, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.force(stateDirectory);
    } catch (IOException e) {
      throw new StateException("cannot restore " + file + ": " + e, e);
    } finally {
      if (unpacked != null) deleteQuietly(unpacked);
    }
  }

  private static void requireEmpty(Path state, Path stateDirectory)
      throws IOException, StateException {
    if (!Files.exists(state)) return;
    try (var files = Files.list(state)) {
      if (files.findAny().isEmpty()) return;
    }
    throw new StateException(
        stateDirectory
            + " holds a controller's state already: restore into a new directory with --state-dir");
  }

  private static void unpack(Path file, Path target) throws IOException, StateException {
    try (var zip = new ZipFile(file.toFile())) {
      if (zip.getEntry(Backup.DATABASE) == null) {
        throw new StateException(file + " is not a backup of a controller");
      }
      for (var entry : Collections.list(zip.entries())) unpack(zip, entry, target);
    }
  }

  private static void unpack(ZipFile zip, ZipEntry entry, Path target)
      throws IOException, StateException {
    var path = target.resolve(EntryName.require(entry.getName()));
    PrivateFiles.createDirectory(path.getParent());
    try (var content = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      Files.copy(content, path);
      if (content.getChecksum().getValue() != entry.getCrc()) throw damaged(zip, entry);
    }
    if (path.startsWith(target.resolve(Backup.BLOBS))
        && !ContentHash.ofFile(path).toString().equals(path.getFileName().toString())) {
      throw damaged(zip, entry);
    }
    makePrivate(path);
    DurableFiles.force(path);
    DurableFiles.force(path.getParent());
  }

  private static StateException damaged(ZipFile zip, ZipEntry entry) {
    return new StateException(
        zip.getName() + " is damaged (" + entry.getName() + "): use another backup");
  }

  private static void makePrivate(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  private static void deleteQuietly(Path directory) {
    if (!Files.exists(directory)) return;
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException e) {
      // A leftover with a telling name; what matters was told.
    }
  }
}
