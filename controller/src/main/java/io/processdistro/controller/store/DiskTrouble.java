package io.processdistro.controller.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a failed read or write says about the disk. The JDK has no types for these errors: the words
 * of the system are all there is. On Linux they are looked up, because they follow the language of
 * the process; elsewhere only the English ones are known, and others are {@link #FAILED}.
 */
public enum DiskTrouble {
  /** No space is left, or none that this user may use. */
  FULL,

  /** The file system takes no writes at all. */
  READ_ONLY,

  /** Anything else: a broken disk, no permission, a name that is gone. */
  FAILED;

  /** Linux' numbers of its errors. */
  private static final int ENOSPC = 28;

  private static final int EROFS = 30;
  private static final int EDQUOT = 122;

  private static final Set<String> FULL_WORDS =
      words(
          Set.of("No space left on device", "Disk quota exceeded", "not enough space on the disk"),
          ENOSPC,
          EDQUOT);
  private static final Set<String> READ_ONLY_WORDS =
      words(Set.of("Read-only file system", "media is write protected"), EROFS);

  private static Set<String> words(Set<String> english, int... errorsOfLinux) {
    var words = new HashSet<>(english);
    if (System.getProperty("os.name").equals("Linux")) {
      for (int error : errorsOfLinux) words.add(SystemWords.of(error));
    }
    return Set.copyOf(words);
  }

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
