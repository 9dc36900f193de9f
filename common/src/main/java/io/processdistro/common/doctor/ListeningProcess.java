package io.processdistro.common.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out who listens on a TCP port, from Linux' {@code /proc}. */
final class ListeningProcess {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final int STATE_COLUMN = 3;
  private static final int INODE_COLUMN = 9;

  private ListeningProcess() {}

  /**
   * Empty if nobody does, or the system does not tell: processes of others keep it to themselves.
   */
  static Optional<String> at(int port) {
    var sockets = new HashSet<String>();
    for (var table : List.of("tcp", "tcp6")) sockets.addAll(listening(table, port));
    if (sockets.isEmpty()) return Optional.empty();
    return Optional.of(ownerOf(sockets).orElse("a process of another user"));
  }

  /** Links as they stand in {@code /proc/ID/fd}. */
  private static Set<String> listening(String table, int port) {
    var suffix = ":%04X".formatted(port);
    var sockets = new HashSet<String>();
    try {
      for (var line : Files.readAllLines(PROC.resolve("net").resolve(table))) {
        var columns = line.strip().split("\\s+");
        if (columns.length > INODE_COLUMN
            && columns[1].endsWith(suffix)
            && columns[STATE_COLUMN].equals(LISTENING)) {
          sockets.add("socket:[" + columns[INODE_COLUMN] + "]");
        }
      }
    } catch (IOException notLinux) {
      return Set.of();
    }
    return sockets;
  }

  private static Optional<String> ownerOf(Set<String> sockets) {
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        if (holds(process, sockets)) return Optional.of(describe(process));
      }
    } catch (IOException notTold) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var file : files) {
        if (sockets.contains(Files.readSymbolicLink(file).toString())) return true;
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException othersOrGone) {
      return false;
    }
    return false;
  }

  private static String describe(Path process) {
    try {
      var name = Files.readString(process.resolve("comm")).strip();
      return name + " (process " + process.getFileName() + ")";
    } catch (IOException gone) {
      return "process " + process.getFileName();
    }
  }
}
