package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The way of an author from nothing to a tested module, without a cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskAuthorsTest {
  private static final Duration COMMAND_MAX = Duration.ofMinutes(3);

  private Path folder;
  private int commands;

  @BeforeAll
  void buildANewTask(@TempDir Path directory) throws IOException {
    folder = directory;
    assumeTrue(isOnPath("clang") && isOnPath("wasm-ld"), "clang and lld are not installed");
    task("new", "--lang", "c", "sum").endsWith(0);
    run("build", List.of(folder.resolve("sum/build").toString())).endsWith(0);
    var numbers = new StringBuilder();
    for (int i = 1; i <= 20_000; i++) numbers.append(i).append('\n');
    Files.writeString(folder.resolve("numbers.txt"), numbers);
  }

  @Test
  void aNewTaskIsAccepted() throws IOException {
    task("inspect", "sum/sum.wasm").endsWith(0).prints("accepted", "split, execute, merge");
  }

  @Test
  void aNewTaskPassesItsTestCutByItselfByLinesAndByBytes() throws IOException {
    task("test", "sum/sum.wasm", "--input", "numbers.txt").endsWith(0).prints("passed", "split");
    task("test", "sum/sum.wasm", "--input", "numbers.txt", "--split", "lines:7000")
        .endsWith(0)
        .prints("passed", "in one chunk, again", "as cut, shuffled");
  }

  @Test
  void aCutInsideOfLinesIsFoundOut() throws IOException {
    task("test", "sum/sum.wasm", "--input", "numbers.txt", "--chunk-size", "50001")
        .endsWith(4)
        .prints("failed", "differs from that of the input as cut");
  }

  @Test
  void aWallIsNamed() throws IOException {
    task("test", "sum/sum.wasm", "--input", "numbers.txt", "--fuel", "1000")
        .endsWith(4)
        .prints("split failed", "FUEL_EXHAUSTED", "fuel exhausted after 1000");
    Files.writeString(folder.resolve("words.txt"), "not a number\n");
    task("test", "sum/sum.wasm", "--input", "words.txt", "-o", "json")
        .endsWith(4)
        .prints("\"task_failed\"", "GUEST_ERROR_CODE");
  }

  private record Ran(int status, String out, String err) {
    Ran endsWith(int expected) {
      assertThat(status).as(out + err).isEqualTo(expected);
      assertThat(err).doesNotContain("Exception", "\tat ");
      return this;
    }

    void prints(String... texts) {
      assertThat(out).contains(texts);
    }
  }

  private Ran task(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Distribution.program("controller").toString());
    command.add("task");
    command.addAll(List.of(arguments));
    return run("task-" + ++commands, command);
  }

  private Ran run(String name, List<String> command) throws IOException {
    var program = Program.start(folder, name, Map.of(), command);
    int status = program.exitStatus(COMMAND_MAX);
    program.assertNothingLeft();
    return new Ran(status, program.out(), program.err());
  }

  private static boolean isOnPath(String program) {
    for (var place : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(place).resolve(program))) return true;
    }
    return false;
  }
}
