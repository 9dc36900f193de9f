package io.processdistro.controller.cli.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processdistro.controller.cli.CommandRun;
import io.processdistro.wasm.TaskTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A new task is there whole, or nothing is touched. */
class TaskNewCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void writesEveryFileOfTheTemplateAndSaysWhatComesNext(TaskTemplate template) throws Exception {
    var target = folder.resolve("mine");

    var run =
        CommandRun.of(
            "task", "new", "--lang", template.language(), "sum", "--directory", "" + target);

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(target + "\n");
    for (var file : template.files("sum").entrySet()) {
      assertThat(target.resolve(file.getKey())).hasContent(file.getValue());
    }
    assertThat(target.resolve(TaskTemplate.BUILD_SCRIPT)).isExecutable();
    assertThat(run.err())
        .contains(
            target.resolve("build").toString(),
            "controller task inspect " + target.resolve("sum.wasm"),
            "controller task test",
            "controller submit-task --module");
  }

  @Test
  void aNewTaskInCBuildsAndIsAccepted() throws Exception {
    assumeTrue(isOnPath("clang") && isOnPath("wasm-ld"), "clang and lld are not installed");
    var target = folder.resolve("sum");
    CommandRun.of("task", "new", "--lang", "C", "sum", "--directory", "" + target);

    var build =
        new ProcessBuilder(target.resolve("build").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("build.log").toFile())
            .start();
    assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(build.exitValue()).as(Files.readString(folder.resolve("build.log"))).isZero();

    var run = CommandRun.of("task", "inspect", target.resolve("sum.wasm").toString());
    assertThat(run.out()).containsPattern("VERDICT +accepted").contains("split, execute, merge");
    assertThat(run.status()).isZero();
  }

  @Test
  void whatExistsIsLeftAlone() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "mine");
    var directory = Files.createDirectory(folder.resolve("directory"));
    var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

    for (var taken : new Path[] {file, directory, link}) {
      var run = CommandRun.of("task", "new", "--lang", "c", "sum", "--directory", "" + taken);
      assertThat(run.err()).contains("exists already").hasLineCount(1);
      assertThat(run.status()).isEqualTo(2);
    }
    assertThat(file).hasContent("mine");
    assertThat(directory).isEmptyDirectory();
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", "a b", "$(x)", ".", "..", "\u00e4", "a\u001bb"})
  void aNameThatIsNoneIsRefused(String name) {
    var target = folder.resolve("new");

    var run = CommandRun.of("task", "new", "--lang", "c", name, "--directory", "" + target);

    assertThat(run.err()).contains("letters, digits").hasLineCount(1);
    assertThat(run.status()).isEqualTo(2);
    assertThat(target).doesNotExist();
  }

  @Test
  void anUnknownLanguageIsRefusedWithTheKnownOnes() {
    var run = CommandRun.of("task", "new", "--lang", "cobol", "sum");

    assertThat(run.err()).contains("there are templates for c, ", "not for cobol").hasLineCount(1);
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void aPlaceThatIsMissingIsNotMade() {
    var target = folder.resolve("no/such/place");

    var run = CommandRun.of("task", "new", "--lang", "c", "sum", "--directory", "" + target);

    assertThat(run.err()).contains("there is no directory").hasLineCount(1);
    assertThat(run.status()).isEqualTo(2);
    assertThat(folder.resolve("no")).doesNotExist();
  }

  private static boolean isOnPath(String program) {
    for (var place : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(place).resolve(program))) return true;
    }
    return false;
  }
}
