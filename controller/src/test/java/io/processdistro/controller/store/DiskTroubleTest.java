package io.processdistro.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskTroubleTest {
  private static final Path FULL_DEVICE = Path.of("/dev/full");

  @ParameterizedTest
  @CsvSource({
    "No space left on device, FULL",
    "Disk quota exceeded, FULL",
    "There is not enough space on the disk, FULL",
    "Read-only file system, READ_ONLY",
    "The media is write protected, READ_ONLY",
    "Input/output error, FAILED",
    "Permission denied, FAILED",
    ", FAILED"
  })
  void theSystemsWordsDecide(String words, DiskTrouble expected) {
    assertThat(DiskTrouble.of(new IOException(words))).isEqualTo(expected);
    assertThat(DiskTrouble.of(new FileSystemException("a", "b", words))).isEqualTo(expected);
  }

  @Test
  void causesCountToo() {
    var full = new UncheckedIOException(new IOException("No space left on device"));
    assertThat(DiskTrouble.of(new IOException("the upload failed", full)))
        .isEqualTo(DiskTrouble.FULL);
    assertThat(DiskTrouble.of(new IOException(new ReadOnlyFileSystemException())))
        .isEqualTo(DiskTrouble.READ_ONLY);
  }

  @Test
  void namesOfFilesDecideNothing() {
    assertThat(DiskTrouble.of(new NoSuchFileException("No space left on device")))
        .isEqualTo(DiskTrouble.FAILED);
  }

  @Test
  void aDeviceWithoutSpaceSaysSo() {
    assumeThat(FULL_DEVICE).as("a device that is always full").exists();
    assertThatThrownBy(() -> Files.write(FULL_DEVICE, new byte[1]))
        .isInstanceOfSatisfying(
            IOException.class,
            error -> assertThat(DiskTrouble.of(error)).isEqualTo(DiskTrouble.FULL));
  }

  @Test
  void itSaysSoInAnotherLanguageToo() throws Exception {
    assumeThat(FULL_DEVICE).as("a device that is always full").exists();
    assumeThat(Path.of("/usr/share/locale/de/LC_MESSAGES/libc.mo"))
        .as("the system's words in German (package libc-l10n)")
        .exists();
    var command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WritingToFullDevice.class.getName());
    command.environment().put("LC_ALL", "C.UTF-8");
    command.environment().put("LANGUAGE", "de");
    var process = command.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).startsWith("FULL ").doesNotContain("No space left");
  }

  /** In a process of its own: Java takes its language from the environment, once. */
  static final class WritingToFullDevice {
    private WritingToFullDevice() {}

    public static void main(String[] arguments) {
      try {
        Files.write(FULL_DEVICE, new byte[1]);
      } catch (IOException e) {
        System.out.println(DiskTrouble.of(e) + " " + e.getMessage());
      }
    }
  }
}
