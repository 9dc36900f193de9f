package io.processdistro.controller.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {
  private static byte[] archive(Map<String, byte[]> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var file : files.entrySet()) {
      bytes.write(new TarHeader(file.getKey(), file.getValue().length).encode().array());
      bytes.write(file.getValue());
      bytes.write(new byte[TarHeader.paddingOf(file.getValue().length)]);
    }
    bytes.write(TarHeader.end().array());
    return bytes.toByteArray();
  }

  private static Map<String, String> read(byte[] archive) throws IOException {
    var files = new LinkedHashMap<String, String>();
    var reader = new TarReader(new ByteArrayInputStream(archive));
    for (var file = reader.next(); file.isPresent(); file = reader.next()) {
      var content = new ByteArrayOutputStream();
      reader.copyTo(content);
      files.put(file.get().name(), content.toString(StandardCharsets.UTF_8));
    }
    return files;
  }

  private static Map<String, byte[]> someFiles() {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("empty", new byte[0]);
    files.put("one block", "x".repeat(512).getBytes(StandardCharsets.UTF_8));
    files.put("größe/" + "d".repeat(90) + "/" + "n".repeat(99), "deep".getBytes());
    return files;
  }

  @Test
  void filesComeBackAsTheyWent() throws Exception {
    var files = someFiles();
    var back = read(archive(files));
    assertThat(back.keySet()).containsExactlyElementsOf(files.keySet());
    assertThat(back.get("one block")).hasSize(512);
    assertThat(back.values()).endsWith("deep");
  }

  @Test
  void theSystemsOwnToolReadsItAndIsRead(@TempDir Path folder) throws Exception {
    var archive = folder.resolve("a.tar");
    Files.write(archive, archive(someFiles()));
    run(folder, "tar", "xf", "a.tar");
    assertThat(folder.resolve("one block")).hasContent("x".repeat(512));
    Files.delete(archive);
    run(folder, "tar", "cf", "/tmp/" + folder.getFileName() + ".tar", "--format=ustar", ".");
    var made = Path.of("/tmp/" + folder.getFileName() + ".tar");
    try {
      assertThat(read(Files.readAllBytes(made))).containsEntry("one block", "x".repeat(512));
    } finally {
      Files.delete(made);
    }
  }

  private static void run(Path folder, String... command) throws Exception {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../up",
        "a/../b",
        "a//b",
        "./a/.",
        "a\\b",
        "c:d",
        "a\nb",
        "a\u001b[2J",
      })
  void namesThatLeadOutOrCannotBeShownAreRefused(String name) {
    assertThatThrownBy(() -> new TarHeader(name, 0).encode()).isInstanceOf(TarException.class);
  }

  @Test
  void aNameThatLeadsOutIsRefusedWhenReadToo() throws Exception {
    var bytes = archive(Map.of("aa/etc", new byte[0]));
    bytes[0] = '.';
    bytes[1] = '.';
    int sum = 8 * ' ';
    for (int i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += bytes[i] & 0xff;
    var octal = String.format("%06o", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, bytes, 148, 6);
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(TarException.class)
        .hasMessageContaining("\"../etc\"");
  }

  @Test
  void everyTruncationInsideAFileIsToldAndNothingElseHappens() throws Exception {
    var whole = archive(Map.of("name", "y".repeat(700).getBytes(StandardCharsets.UTF_8)));
    for (int length = 1; length < 512 + 700; length += 7) {
      var cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(TarException.class);
    }
  }

  @Test
  void damageIsRefusedOrHarmless() throws Exception {
    var whole = archive(someFiles());
    var random = new Random(5);
    for (int round = 0; round < 5_000; round++) {
      var damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        for (var name : read(damaged).keySet()) EntryName.require(name);
      } catch (TarException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
