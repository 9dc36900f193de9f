package io.processdistro.controller.cli.module;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.module.ComplaintKind;
import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.module.corpus.HostileModule;
import io.processdistro.common.module.corpus.Verdict;
import io.processdistro.controller.cli.CommandRun;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Authors learn what their module is, and what to do about it. */
class TaskInspectCommandTest {
  @TempDir private Path folder;

  static List<HostileModule> hostileModules() {
    return HostileCorpus.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileModules")
  void saysOfHostileModulesWhatSubmitWouldSay(HostileModule module) throws IOException {
    var file = write("hostile.wasm", module.bytes());

    var run = CommandRun.of("task", "inspect", file, "-o", "json");

    var json = json(run);
    switch (module.verdict()) {
      case Verdict.Refused(var kind, var says) -> {
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("refused: ").hasLineCount(1).doesNotContain("Exception");
        assertThat(json.get("accepted").asBoolean()).isFalse();
        assertThat(json.get("module").isNull()).isTrue();
        assertThat(json.get("complaints").toString())
            .contains(kind.name().toLowerCase(Locale.ROOT));
        assertThat(
                json.get("complaints").findValuesAsText("what").toString()
                    + json.get("complaints").findValuesAsText("fix"))
            .contains(says);
      }
      case Verdict.Contained contained -> {
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(json.get("accepted").asBoolean()).isTrue();
        assertThat(json.get("complaints")).isEmpty();
        assertThat(json.get("module").asText()).hasSize(64);
      }
    }
  }

  static List<HostileModule> modulesWithForeignTexts() {
    var kinds =
        EnumSet.of(
            ComplaintKind.IMPORT_REFUSED,
            ComplaintKind.EXPORT_MISSING,
            ComplaintKind.NAME_RESERVED);
    return HostileCorpus.all().stream()
        .filter(
            module ->
                module.verdict() instanceof Verdict.Refused(var kind, var says)
                    && kinds.contains(kind))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modulesWithForeignTexts")
  void tablesOfHostileModulesHoldNothingATerminalWouldObey(HostileModule module)
      throws IOException {
    var file = write("hostile.wasm", module.bytes());

    var run = CommandRun.of("task", "inspect", file);

    assertThat((run.out() + run.err()).replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
    assertThat(run.out()).doesNotContain("Exception");
  }

  @Test
  void anAcceptedModuleIsDescribed() throws IOException {
    var file = write("mandelbrot.wasm", BuiltInModule.MANDELBROT.bytes());

    var run = CommandRun.of("task", "inspect", file);

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("VERDICT +accepted")
        .containsPattern("module +[0-9a-f]{64} as a job runs it")
        .containsPattern("shape +native")
        .containsPattern("phases +execute\n")
        .containsPattern("size +[0-9.]+ KiB, rewritten [0-9.]+ KiB")
        .containsPattern("memory +starts with [0-9.]+ [KM]iB, ")
        .containsPattern("functions +[0-9]+, the largest is function .*#[0-9]+")
        .containsPattern("alloc +\\(i32\\) -> i32")
        .containsPattern("memory +a memory");
  }

  @Test
  void aSmallerMemoryAndABudgetMakeAnotherModule() throws IOException {
    var file = write("mandelbrot.wasm", BuiltInModule.MANDELBROT.bytes());

    var usual = json(CommandRun.of("task", "inspect", file, "-o", "json"));
    var small = json(CommandRun.of("task", "inspect", file, "-o", "json", "--memory", "8MiB"));
    var metered = json(CommandRun.of("task", "inspect", file, "-o", "json", "--fuel"));

    assertThat(small.get("contents").get("memory_pages").get(0).get("rewritten_max").asLong())
        .isEqualTo(128);
    assertThat(List.of(usual.get("module"), small.get("module"), metered.get("module")))
        .doesNotHaveDuplicates();
    assertThat(metered.get("rewritten_bytes").asInt())
        .isGreaterThan(usual.get("rewritten_bytes").asInt());
    assertThat(List.of(small.get("listed_as"), metered.get("listed_as")))
        .containsOnly(usual.get("listed_as"));
  }

  @Test
  void everyRefusedImportIsShownWithWhatToDo() throws IOException {
    var entry =
        HostileCorpus.all().stream()
            .filter(
                module ->
                    module.verdict() instanceof Verdict.Refused(var kind, var says)
                        && kind.name().equals("IMPORT_REFUSED"))
            .findFirst()
            .orElseThrow();

    var run = CommandRun.of("task", "inspect", write("m.wasm", entry.bytes()));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out())
        .containsPattern("VERDICT +refused")
        .contains("IMPORT", "refused", "COMPLAINT", "to do: ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      an empty file          |                                  | the file is empty
      a component            | 0061736d0d000100                 | component model
      a native program       | 7f454c460201010000000000         | native program or library (ELF)
      a zip archive          | 504b030414000000                 | zip archive
      a script for a browser | 636f6e73742061203d20313b         | JavaScript
      noise                  | fffefdfc00                       | begins with ff fe fd fc
      half a header          | 0061736d01                       | breaks off within the first 8 bytes
      """)
  void otherFilesAreRefusedInOneSentence(String what, String hex, String message)
      throws IOException {
    var file = write("m.wasm", HexFormat.of().parseHex(hex == null ? "" : hex));

    var run = CommandRun.of("task", "inspect", file);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(file + ": refused: ", message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aTruncatedModuleIsRefusedWhereverItBreaksOff() throws IOException {
    var whole = BuiltInModule.PASSWORD_HASH.bytes();
    for (int length = 9; length < whole.length; length += 1 + whole.length / 40) {
      var file = write("m.wasm", Arrays.copyOf(whole, length));

      var run = CommandRun.of("task", "inspect", file);

      assertThat(run.status()).as("of %s bytes", length).isEqualTo(2);
      assertThat(run.err()).hasLineCount(1).doesNotContain("Exception");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      task                                  | a command is missing: inspect
      task inspct m.wasm                    | did you mean inspect?
      task inspect                          | missing required parameter: 'FILE.wasm'
      task inspect /no/such.wasm            | /no/such.wasm: there is no such file
      task inspect src                      | src: is a directory; name the .wasm file
      task inspect /dev/null                | /dev/null: is not a regular file
      task inspect pom.xml                  | this is an HTML or XML page
      task inspect pom.xml more.wasm        | unknown argument more.wasm
      task inspect pom.xml --memory 4MX     | --memory: a size is a number above 0
      task inspect pom.xml --memory 1KiB    | --memory: 64KiB
      task inspect pom.xml --memory 999GiB  | --memory: 64KiB
      task inspect pom.xml -o xml           | -o: table, json or yaml, not xml
      """)
  void wrongUsageIsRefused(String arguments, String message) {
    var run = CommandRun.of(arguments.split(" "));

    assertThat(run.err()).contains(message).hasLineCount(1).doesNotContain("Exception");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpTellsTheExitStatus() {
    assertThat(CommandRun.of("task", "--help").out()).contains("inspect", "without a cluster");
    assertThat(CommandRun.of("task", "inspect", "--help").out())
        .contains("Usage: controller task inspect", "--memory", "Ends with 0");
  }

  private String write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new JsonMapper().readTree(run.out().getBytes(StandardCharsets.UTF_8));
  }
}
