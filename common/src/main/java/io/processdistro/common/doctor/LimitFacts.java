package io.processdistro.common.doctor;

import io.processdistro.common.text.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the system allows this user.
 *
 * @param openFilesMax files and connections at once; negative if the system does not tell
 * @param memoryBytes of this machine, or of the container if that has less; negative if not told
 * @param wantedBytes what the program means to use at most
 */
public record LimitFacts(long openFilesMax, long memoryBytes, long wantedBytes) {
  private static final long OPEN_FILES_WANTED = 4_096;
  private static final String UNLIMITED = "unlimited";

  /**
   * @param wantedBytes what the program means to use at most
   */
  public static LimitFacts gather(long wantedBytes) {
    return new LimitFacts(openFiles(), memory(), wantedBytes);
  }

  private static long openFiles() {
    for (var line : lines("/proc/self/limits")) {
      if (!line.startsWith("Max open files")) continue;
      // The second one: Java raises its own limit to what is allowed at most.
      var columns = line.strip().split("\\s+");
      return columns[4].equals(UNLIMITED) ? Long.MAX_VALUE : Long.parseLong(columns[4]);
    }
    return -1;
  }

  private static long memory() {
    long machine = -1;
    for (var line : lines("/proc/meminfo")) {
      if (line.startsWith("MemTotal:")) machine = Long.parseLong(line.split("\\s+")[1]) << 10;
    }
    var container = lines("/sys/fs/cgroup/memory.max");
    if (container.isEmpty() || !container.getFirst().matches("[0-9]{1,18}")) return machine;
    long most = Long.parseLong(container.getFirst());
    return machine < 0 ? most : Math.min(machine, most);
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException notLinux) {
      return List.of();
    }
  }

  public List<Finding> judge() {
    return List.of(files(), memoryFinding());
  }

  private Finding files() {
    if (openFilesMax < 0) return Finding.notChecked("open files", "this system does not tell");
    return openFilesMax >= OPEN_FILES_WANTED
        ? Finding.ok("open files", Amounts.count(openFilesMax) + " at once allowed")
        : Finding.warning(
            "open files",
            "only " + Amounts.count(openFilesMax) + " files and connections at once are allowed",
            "raise it with ulimit -n 65536, or LimitNOFILE=65536 in the systemd unit");
  }

  private Finding memoryFinding() {
    if (memoryBytes < 0) return Finding.notChecked("memory", "this system does not tell");
    var found =
        Amounts.bytes(memoryBytes)
            + " here, of which at most "
            + Amounts.bytes(wantedBytes)
            + " are planned";
    if (wantedBytes > memoryBytes) {
      return Finding.problem("memory", found, "plan less, or the system kills what is too much");
    }
    return wantedBytes > memoryBytes - memoryBytes / 5
        ? Finding.warning("memory", found, "leave a fifth to the system: plan less")
        : Finding.ok("memory", found);
  }
}
