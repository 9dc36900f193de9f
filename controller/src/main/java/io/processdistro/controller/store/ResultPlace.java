package io.processdistro.controller.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where one result grows, and where it stands once it is whole.
 *
 * @param unfinished written by the assembly; gone at the next start unless it was kept
 * @param path exists only when the result is whole
 */
public record ResultPlace(Path unfinished, Path path) {
  /**
   * Puts the finished, closed file where it stands, on disk when this returns. Blocks.
   *
   * @return its length in bytes
   */
  public long keep() throws IOException {
    DurableFiles.force(unfinished);
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.force(path.getParent());
    return Files.size(path);
  }

  /**
   * Puts the whole result of another job here too; the two share their content on disk where the
   * file system can do that. Blocks.
   *
   * @return whether it was still there
   */
  public boolean keepCopyOf(Path whole) throws IOException {
    try {
      Files.createLink(path, whole);
      DurableFiles.force(path.getParent());
      return true;
    } catch (NoSuchFileException gone) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      Files.copy(whole, unfinished);
      keep();
      return true;
    }
  }
}
