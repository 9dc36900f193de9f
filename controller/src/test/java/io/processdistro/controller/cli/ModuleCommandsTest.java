package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.GuestModules;
import io.processdistro.controller.testing.GuestWork;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a user's own module from the command line, against a real controller. */
class ModuleCommandsTest {
  private static final GuestWork.Guest UPPER_CASE =
      (phase, input) ->
          GuestWork.output(
              new String(input, StandardCharsets.UTF_8)
                  .toUpperCase(Locale.ROOT)
                  .getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;
  private RunningController controller;
  private Path tokenFile;
  private Path module;

  @BeforeEach
  void start() throws IOException {
    controller = RunningController.start(folder.resolve("controller"));
    tokenFile =
        Files.createFile(
            folder.resolve("token"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokenFile, controller.pinnedToken());
    module = Files.write(folder.resolve("m.wasm"), GuestModules.nativeWith("execute"));
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  private CommandRun run(String command, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                command,
                "--controller",
                "127.0.0.1:" + controller.port(),
                "--token-file",
                tokenFile.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private CommandRun submit(GuestWork.Guest guest, String... more) {
    var arguments = new ArrayList<>(List.of("--module", module.toString()));
    arguments.addAll(List.of(more));
    try (var _ = FakeNode.connect(controller, "one", 2, new GuestWork(controller, guest))) {
      return run("submit-task", arguments.toArray(String[]::new));
    }
  }

  private String file(String name, String content) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content).toString();
  }

  @Test
  void aFileIsCutByLinesAndComesBackJoined() throws Exception {
    var output = folder.resolve("result.png"); // its extension says nothing about a module's result
    var run =
        submit(
            UPPER_CASE,
            "--input",
            file("data.txt", "a\nb\nc\n"),
            "--split",
            "lines:1",
            "--output",
            output.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(output).hasContent("A\nB\nC\n");
  }

  @Test
  void filesOfADirectoryBecomeFilesOfTheSameNames() throws Exception {
    file("in/x.txt", "x");
    file("in/deep/down/y", "yy");
    file("in/deep/empty", "");
    var output = folder.resolve("out");
    var run =
        submit(
            UPPER_CASE, "--input-dir", folder.resolve("in").toString(), "--output", output + "/");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(output.resolve("x.txt")).hasContent("X");
    assertThat(output.resolve("deep/down/y")).hasContent("YY");
    assertThat(output.resolve("deep/empty")).isEmptyFile();
    try (var left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains(".part"));
    }
  }

  @Test
  void chunksCanBecomeFilesToo() throws Exception {
    var output = folder.resolve("parts");
    var run =
        submit(
            UPPER_CASE,
            "--input",
            file("data", "abcdefg"),
            "--chunk-size",
            "3",
            "--output",
            output + "/");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(output.resolve("part-000000")).hasContent("ABC");
    assertThat(output.resolve("part-000002")).hasContent("G");
  }

  @Test
  void linksInADirectoryAreRefused() throws Exception {
    file("in/x.txt", "x");
    Files.createSymbolicLink(folder.resolve("in/secret"), Path.of("/etc/passwd"));
    var run = submit(UPPER_CASE, "--input-dir", folder.resolve("in").toString());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("secret", "is a link").hasLineCount(1);
  }

  @Test
  void aFailedTaskShowsItsWallAndTheGuestsLastLines() throws Exception {
    var run =
        submit(
            (phase, input) ->
                new Outcome.Failed(ErrorCode.DEADLINE_EXCEEDED, "deadline 2 s", "thinking\n"),
            "--input",
            file("data", "x"),
            "--timeout",
            "2s");
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains("guest: thinking", "deadline 2 s", "[DEADLINE_EXCEEDED]")
        .hasLineCount(2);
  }

  @Test
  void aRefusedModuleExitsWith2AndSaysWhatToDo() throws Exception {
    Files.writeString(module, "#!/bin/sh\n");
    var run = submit(UPPER_CASE, "--input", file("data", "x"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("the module is refused: ");
  }

  @Test
  void aDirectoryForOneMergedResultIsRefused() throws Exception {
    Files.write(module, GuestModules.nativeWith("execute", "merge"));
    var run =
        submit(UPPER_CASE, "--input", file("data", "x"), "--output", folder.resolve("out") + "/");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("merges its results into one", "--phases execute");
  }

  @Test
  void quarantinedModulesAreListedWithTheEvidenceAndReleased() throws Exception {
    var run =
        submit(
            (phase, input) ->
                new Outcome.Failed(ErrorCode.RUNNER_KILLED, "its process had to be killed", ""),
            "--input",
            file("data", "x"));
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("quarantined", "[MODULE_QUARANTINED]");

    var listed = run("modules");
    assertThat(listed.out()).contains("quarantined", "native", "execute");
    assertThat(listed.err()).contains("its process had to be killed").hasLineCount(2);
    assertThat(submit(UPPER_CASE, "--input", file("data", "x")).status()).isEqualTo(2);

    var hash = listed.out().lines().skip(1).findFirst().orElseThrow().substring(0, 12);
    assertThat(run("modules", "release", hash).err()).contains("may run again");
    assertThat(run("modules", "-o", "json").out()).contains("\"free\"");
    assertThat(submit(UPPER_CASE, "--input", file("data", "x")).status()).isZero();
    assertThat(run("modules", "release", "0123").status()).isEqualTo(1);
  }
}
