package io.processdistro.common.state;

import io.processdistro.common.text.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Small files and folders that only their owner may read: tokens, identities, counters. On a file
 * system without POSIX permissions the modes are neither set nor checked.
 */
public final class PrivateFiles {
  /** A private file is a token or a few fields; anything longer is somebody else's file. */
  public static final int BYTES_MAX = 64 << 10;

  private static final String UNFINISHED = ".new-";
  private static final Pattern UNFINISHED_NAME = Pattern.compile("\\.new-[0-9]+");

  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private PrivateFiles() {}

  /**
   * Makes the folder and the missing ones above it, new ones with mode 0700; one that exists stays
   * as it is.
   */
  public static void createDirectory(Path directory) throws StateException {
    try {
      if (Files.isDirectory(directory)) return;
      if (hasPosixModes(existingParent(directory))) {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_DIRECTORY));
      } else {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new StateException(
          "cannot make the directory "
              + directory
              + ": "
              + FileTrouble.reason(e)
              + "; choose another one",
          e);
    }
  }

  /**
   * Replaces {@code file} by {@code content} with mode 0600: a reader sees the old or the new
   * content, never a part, also after a crash (content and name are forced to disk).
   */
  public static void write(Path file, byte[] content) throws StateException {
    var directory = file.toAbsolutePath().getParent();
    createDirectory(directory);
    Path temporary = null;
    try {
      temporary =
          hasPosixModes(directory)
              ? Files.createTempFile(
                  directory, UNFINISHED, "", PosixFilePermissions.asFileAttribute(OWNER_FILE))
              : Files.createTempFile(directory, UNFINISHED, "");
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) channel.write(bytes);
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      forceDirectory(directory);
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw new StateException("cannot write " + file + ": " + FileTrouble.reason(e), e);
    }
  }

  /**
   * Removes what {@link #write} had not finished in this very folder when its process was killed:
   * files named as it names them, nothing else. Only for a folder that no other process writes to.
   */
  public static void removeUnfinished(Path directory) throws StateException {
    try (var entries = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
      for (var entry : entries) {
        boolean ours = UNFINISHED_NAME.matcher(entry.getFileName().toString()).matches();
        if (ours && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) Files.delete(entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new StateException("cannot clean " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file that must be the owner's alone.
   *
   * @throws StateException if it is missing, longer than {@link #BYTES_MAX}, not a regular file, or
   *     can be read or written by others
   */
  public static byte[] read(Path file) throws StateException {
    try {
      if (!Files.exists(file)) throw new NoSuchFileException(file.toString());
      if (!Files.isRegularFile(file)) throw new StateException(file + " is not a regular file");
      requirePrivate(file);
      try (var stream = Files.newInputStream(file)) {
        var bytes = stream.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
          throw new StateException(
              file + " is longer than " + BYTES_MAX + " bytes: it cannot be the right file");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new StateException("cannot read " + file + ": " + FileTrouble.reason(e), e);
    }
  }

  private static void requirePrivate(Path file) throws IOException, StateException {
    if (!hasPosixModes(file)) return;
    var permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(OTHERS::contains)) {
      throw new StateException(
          file
              + " can be read or changed by other users (mode "
              + PosixFilePermissions.toString(permissions)
              + "): run chmod 600 "
              + file
              + " and, if others may have seen it, make a new token");
    }
  }

  private static boolean hasPosixModes(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }

  private static Path existingParent(Path directory) {
    var parent = directory.toAbsolutePath();
    while (parent.getParent() != null && !Files.exists(parent)) parent = parent.getParent();
    return parent;
  }

  /** The new name itself must survive a power loss; systems that cannot do it are left alone. */
  private static void forceDirectory(Path directory) {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException cannotBeForced) {
      // Windows cannot open a directory; the rename is then as durable as that system makes it.
    }
  }

  private static void deleteQuietly(Path temporary) {
    if (temporary == null) return;
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException leftover) {
      // It harms nobody and goes at the next start; the error that led here is the one to tell.
    }
  }
}
