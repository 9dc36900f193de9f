package io.processdistro.controller.backup;

import io.processdistro.common.state.StateException;
import io.processdistro.controller.store.DurableFiles;
import io.processdistro.controller.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a backup: a zip archive of a snapshot of the database, the blobs and results that it
 * names, and the controller's small files (tokens, certificates, audit log). All methods block.
 */
public final class Backup {
  static final String DATABASE = "controller.sqlite";
  static final String BLOBS = "blobs";
  static final String RESULTS = "results";

  /** What is not copied as it is, and what a new start makes itself. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          DATABASE,
          DATABASE + "-wal",
          DATABASE + "-shm",
          BLOBS,
          RESULTS,
          "native",
          "lock",
          BackupHold.FILE);

  private final Path state;
  private final ZipOutputStream zip;

  private Backup(Path state, ZipOutputStream zip) {
    this.state = state;
    this.zip = zip;
  }

  /**
   * Consistent, also while the controller runs. The file appears when it is whole, with mode 0600:
   * it holds secrets.
   *
   * @param stateDirectory as given to {@code --state-dir}
   * @return its length in bytes
   * @throws StateException if there is no state, the file exists already, or something is damaged
   */
  public static long write(Path stateDirectory, Path file) throws StateException {
    var state = stateDirectory.resolve("controller");
    if (!Files.exists(state.resolve(DATABASE))) {
      throw new StateException(
          "there is no controller's state in " + stateDirectory + ": name it with --state-dir");
    }
    if (Files.exists(file)) throw new StateException(file + " exists already: name a new file");
    var snapshot = sibling(file, ".database");
    var unfinished = sibling(file, ".unfinished");
    try (var _ = BackupHold.take(state)) {
      Files.deleteIfExists(snapshot);
      Files.deleteIfExists(unfinished);
      write(state, snapshot, unfinished);
      DurableFiles.force(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.force(file.toAbsolutePath().getParent());
      return Files.size(file);
    } catch (IOException e) {
      throw new StateException("cannot write the backup " + file + ": " + e, e);
    } finally {
      deleteQuietly(snapshot);
      deleteQuietly(unfinished);
    }
  }

  private static void write(Path state, Path snapshot, Path unfinished)
      throws IOException, StateException {
    var named = SqliteStore.snapshot(state.resolve(DATABASE), snapshot);
    try (OutputStream out = Files.newOutputStream(createPrivate(unfinished));
        var zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      var backup = new Backup(state, zip);
      backup.add(DATABASE, snapshot);
      for (var hash : named.blobs()) {
        var name = BLOBS + "/" + hash.toString().substring(0, 2) + "/" + hash;
        backup.addIfThere(name, state.resolve(name));
      }
      for (var result : named.results()) {
        backup.addIfThere(RESULTS + "/" + result, state.resolve(RESULTS).resolve(result));
      }
      backup.addOthers();
    }
  }

  private static Path createPrivate(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Files.createFile(file);
    }
    return Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private void add(String name, Path file) throws IOException {
    // Opened first: a file that is deleted while it is copied stays whole to the end.
    try (var content = Files.newInputStream(file)) {
      zip.putNextEntry(new ZipEntry(name));
      content.transferTo(zip);
      zip.closeEntry();
    }
  }

  /**
   * An input that its submitter must send again is missing here already; a result may be forgotten
   * between the snapshot and its turn.
   */
  private void addIfThere(String name, Path file) throws IOException {
    try {
      add(name, file);
    } catch (NoSuchFileException e) {
      // Nobody will ask for it.
    }
  }

  private void addOthers() throws IOException {
    Files.walkFileTree(
        state,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return isLeftOut(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (!isLeftOut(path) && attributes.isRegularFile()) {
              add(state.relativize(path).toString().replace('\\', '/'), path);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
            throw e;
          }
        });
  }

  private boolean isLeftOut(Path path) {
    return path.getParent().equals(state) && LEFT_OUT.contains(path.getFileName().toString());
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A leftover with a telling name; what matters was told.
    }
  }
}
