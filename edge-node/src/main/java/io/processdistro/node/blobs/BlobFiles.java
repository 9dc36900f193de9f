package io.processdistro.node.blobs;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Names and moves of blob files: {@code <root>/ab/abcdef…} holds the blob of that hash, {@code
 * <root>/incoming/} what is being written or thrown away. A file gets its final name by one rename,
 * so whatever has a final name was complete once.
 */
final class BlobFiles {
  private static final String INCOMING = "incoming";

  private final Path root;
  private final Path incoming;
  private long nextTemporary;

  private BlobFiles(Path root) {
    this.root = root;
    this.incoming = root.resolve(INCOMING);
  }

  /** A file found at start; {@code hash} is what its name claims. */
  record Found(ContentHash hash, long bytes, FileTime modified) {}

  /** Makes the folders and removes what an earlier process left half-done. Blocks. */
  static BlobFiles open(Path root) throws StateException {
    var files = new BlobFiles(root);
    PrivateFiles.createDirectory(files.incoming);
    try (var leftovers = Files.newDirectoryStream(files.incoming)) {
      for (var leftover : leftovers) Files.deleteIfExists(leftover);
    } catch (IOException e) {
      throw new StateException("cannot clean " + files.incoming + ": " + e.getMessage(), e);
    }
    return files;
  }

  /**
   * The blobs of earlier processes, oldest first; files with other names are left alone. Blocks.
   */
  List<Found> list() throws StateException {
    var found = new ArrayList<Found>();
    try (var paths = Files.walk(root, 2)) {
      for (var path : (Iterable<Path>) paths::iterator) {
        var name = path.getFileName().toString();
        if (!Files.isRegularFile(path) || !name.matches("[0-9a-f]{64}")) continue;
        var hash = ContentHash.parse(name);
        if (path.equals(pathOf(hash))) {
          found.add(new Found(hash, Files.size(path), Files.getLastModifiedTime(path)));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new StateException("cannot list " + root + ": " + e.getMessage(), e);
    }
    found.sort(Comparator.comparing(Found::modified));
    return found;
  }

  /** The final place of a blob. */
  Path pathOf(ContentHash hash) {
    var name = hash.toString();
    return root.resolve(name.substring(0, 2)).resolve(name);
  }

  /** A name in {@code incoming/} that was not given out before. */
  synchronized Path newTemporary() {
    nextTemporary++;
    return incoming.resolve("blob-" + nextTemporary);
  }

  /** Gives a complete file its final name. */
  Path adopt(Path temporary, ContentHash hash) throws IOException {
    var path = pathOf(hash);
    Files.createDirectories(path.getParent());
    return Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Takes a blob's name away at once, so that a new copy of it can be adopted; the returned file is
   * to be deleted at leisure.
   */
  Path retire(ContentHash hash) throws IOException {
    return Files.move(pathOf(hash), newTemporary(), StandardCopyOption.ATOMIC_MOVE);
  }
}
