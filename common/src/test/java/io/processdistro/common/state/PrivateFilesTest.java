package io.processdistro.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFilesTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenIsTheOwnersAloneAndSoAreNewDirectories() throws Exception {
    var file = directory.resolve("a/b/secret");
    PrivateFiles.write(file, bytes("one"));
    PrivateFiles.write(file, bytes("two"));

    assertThat(PrivateFiles.read(file)).isEqualTo(bytes("two"));
    assertThat(modeOf(file)).isEqualTo("rw-------");
    assertThat(modeOf(file.getParent())).isEqualTo("rwx------");
    try (var entries = Files.list(file.getParent())) {
      assertThat(entries).containsExactly(file);
    }
  }

  @Test
  void onlyWhatWasBegunHereAndNotFinishedIsRemoved() throws Exception {
    var begun = Files.createTempFile(directory, ".new-", "");
    var kept =
        List.of(
            Files.createFile(directory.resolve("secret")),
            Files.createFile(directory.resolve(".new-")),
            Files.createFile(directory.resolve(".new-12.pem")),
            Files.createFile(directory.resolve("x.new-12")),
            Files.createDirectory(directory.resolve(".new-13")),
            Files.createSymbolicLink(directory.resolve(".new-14"), directory.resolve("secret")),
            Files.createTempFile(directory.resolve(".new-13"), ".new-", ""));
    PrivateFiles.removeUnfinished(directory);
    assertThat(begun).doesNotExist();
    assertThat(kept).allSatisfy(file -> assertThat(file).exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
  void aFileOpenToOthersIsRefusedWithTheRemedy(String mode) throws Exception {
    var file = directory.resolve("secret");
    PrivateFiles.write(file, bytes("token"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> PrivateFiles.read(file))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(mode)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void aMissingFileADirectoryAndAHugeFileAreNamed() throws Exception {
    assertThatThrownBy(() -> PrivateFiles.read(directory.resolve("nothing")))
        .hasMessageContaining("nothing: it does not exist");
    assertThatThrownBy(() -> PrivateFiles.read(directory))
        .hasMessageContaining("not a regular file");
    var huge = directory.resolve("huge");
    PrivateFiles.write(huge, new byte[PrivateFiles.BYTES_MAX + 1]);
    assertThatThrownBy(() -> PrivateFiles.read(huge)).hasMessageContaining("longer than");
  }

  @Test
  void aDirectoryBelowAFileCannotBeMade() throws IOException {
    var file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> PrivateFiles.createDirectory(file.resolve("below")))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("cannot make the directory");
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
