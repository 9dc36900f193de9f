package io.processdistro.controller.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a failed read or write says about the disk. The JDK has no types for these errors: the words
 * of the system are all there is, and they are known here in English only. In another language
 * every trouble is {@link #FAILED}.
 */
public enum DiskTrouble {
  /** No space is left, or none that this user may use. */
  FULL,

  /** The file system takes no writes at all. */
  READ_ONLY,

  /** Anything else: a broken disk, no permission, a name that is gone. */
  FAILED;

  private static final Set<String> FULL_WORDS =
      Set.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");
  private static final Set<String> READ_ONLY_WORDS =
      Set.of("Read-only file system", "media is write protected");

  /** Looks at the error and at all that caused it. */
  public static DiskTrouble of(IOException error) {
    var words = Stream.<Throwable>iterate(error, Objects::nonNull, Throwable::getCause).toList();
    if (words.stream().anyMatch(cause -> says(cause, FULL_WORDS))) return FULL;
    boolean readOnly =
        words.stream()
            .anyMatch(
                cause ->
                    cause instanceof ReadOnlyFileSystemException || says(cause, READ_ONLY_WORDS));
    return readOnly ? READ_ONLY : FAILED;
  }

  private static boolean says(Throwable cause, Set<String> words) {
    // The message of the other kind begins with names of files, which may say anything.
    var text = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return text != null && words.stream().anyMatch(text::contains);
  }
}
