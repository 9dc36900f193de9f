package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a cluster must not leave behind when all its programs have ended. */
final class Leftovers {
  private static final Duration PROCESSES_MAX = Duration.ofSeconds(10);
  private static final Path PROC = Path.of("/proc");

  private Leftovers() {}

  /** A folder that the programs use for temporary files, and for nothing else. */
  static Path temporaryFolder(Path folder) throws IOException {
    return Files.createDirectories(folder.resolve("temporary"));
  }

  /**
   * @param abandoned folders in it of what was killed and not started again
   */
  static void assertNone(Path folder, Set<Path> abandoned) throws IOException {
    await("end of the processes of " + folder)
        .atMost(PROCESSES_MAX)
        .untilAsserted(() -> assertThat(processesOf(folder)).isEmpty());
    assertThat(entriesOf(temporaryFolder(folder))).as("temporary files").isEmpty();
    assertThat(unfinishedFilesIn(folder))
        .filteredOn(file -> abandoned.stream().noneMatch(file::startsWith))
        .as("files that were never finished")
        .isEmpty();
  }

  /** By command line or environment, so that an orphan is found too. */
  private static List<String> processesOf(Path folder) throws IOException {
    long self = ProcessHandle.current().pid();
    try (var processes = Files.list(PROC)) {
      return processes
          .filter(process -> process.getFileName().toString().matches("[0-9]+"))
          .filter(process -> !process.endsWith(Long.toString(self)))
          .filter(process -> mentions(process, folder.toString()))
          .map(process -> process + " " + read(process.resolve("cmdline")).replace('\0', ' '))
          .toList();
    }
  }

  private static boolean mentions(Path process, String text) {
    return read(process.resolve("cmdline")).contains(text)
        || read(process.resolve("environ")).contains(text);
  }

  /** Empty for a process that has ended meanwhile. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static List<Path> entriesOf(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  private static List<Path> unfinishedFilesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches("\\.new-.*|.*\\.(part|tmp)"))
          .toList();
    }
  }
}
