package io.processdistro.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskTroubleTest {
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

  /** The words above are those of this system, if it is a Linux one. */
  @Test
  void aDeviceWithoutSpaceSaysSo() {
    var full = Path.of("/dev/full");
    assumeThat(full).as("a device that is always full").exists();
    assertThatThrownBy(() -> Files.write(full, new byte[1]))
        .isInstanceOfSatisfying(
            IOException.class,
            error -> assertThat(DiskTrouble.of(error)).isEqualTo(DiskTrouble.FULL));
  }
}
