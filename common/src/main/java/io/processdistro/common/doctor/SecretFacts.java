package io.processdistro.common.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the owner alone can read what is secret.
 *
 * @param looked how many files there are
 * @param open those that others can read or change, with their modes
 */
public record SecretFacts(int looked, List<OpenFile> open) {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * @param mode such as {@code rw-r--r--}
   */
  public record OpenFile(Path path, String mode) {}

  public SecretFacts {
    open = List.copyOf(open);
  }

  /** Files that do not exist are nobody's secret. */
  public static SecretFacts gather(List<Path> files) {
    int looked = 0;
    var open = new ArrayList<OpenFile>();
    for (var file : files) {
      if (!Files.exists(file)) continue;
      looked++;
      try {
        var modes = Files.getPosixFilePermissions(file);
        if (modes.stream().anyMatch(OTHERS::contains)) {
          open.add(new OpenFile(file, PosixFilePermissions.toString(modes)));
        }
      } catch (IOException | UnsupportedOperationException noModesHere) {
        // A system without POSIX permissions keeps them its own way.
      }
    }
    return new SecretFacts(looked, open);
  }

  public Finding judge() {
    if (open.isEmpty()) {
      return Finding.ok(
          "secrets",
          looked == 0 ? "there are none yet" : looked + " files, readable by their owner alone");
    }
    return Finding.problem(
        "secrets",
        open.stream()
            .map(file -> file.path() + " can be read or changed by others (" + file.mode() + ")")
            .collect(Collectors.joining("; ")),
        "run chmod 600 "
            + open.stream().map(file -> file.path().toString()).collect(Collectors.joining(" "))
            + " and, if others may have seen them, make new ones");
  }
}
