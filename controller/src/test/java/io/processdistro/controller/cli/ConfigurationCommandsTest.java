package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.config.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files say, as the commands of {@code controller} use it. */
class ConfigurationCommandsTest {
  @TempDir private Path folder;

  @Test
  void settingsThatStandInForOptionsHaveTheirDefaults() {
    var start = ControllerCommand.whole(quiet()).getSubcommands().get("start").getCommandSpec();
    int compared = 0;
    for (var option : start.options()) {
      var setting = Setting.ofOption(option.longestName(), ControllerCommand.SECTIONS);
      if (setting.isEmpty() || option.defaultValue() == null) continue;
      assertThat(option.defaultValue()).isEqualTo(setting.get().usual());
      compared++;
    }
    assertThat(compared).isGreaterThanOrEqualTo(3);
  }

  @Test
  void valuesOfAFileStandInForOptionsAndGiveWayToThem() throws IOException {
    var file = write("client: {controller: \"nowhere:99999\", output: yaml}").toString();

    assertThat(CommandRun.of("jobs", "--config", file).err())
        .contains("a port is 1 to 65535, not 99999");
    assertThat(CommandRun.of("jobs", "--config=" + file, "--controller", "h:88888").err())
        .contains("not 88888");
  }

  @Test
  void aBrokenConfigurationIsWrongUsageButNeverHidesHelp() throws IOException {
    var file = write("controller: {prot: 1}").toString();

    var run = CommandRun.of("jobs", "--config", file);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean controller.port?").hasLineCount(1);
    assertThat(CommandRun.of("jobs", "--config", file, "--help").status()).isZero();
    assertThat(CommandRun.of("config", "check", file).status()).isEqualTo(2);
    assertThat(CommandRun.of("config", "check", write("controller: {port: 1}").toString()).status())
        .isZero();
    var contradiction = write("security: {requests_per_second: 500}").toString();
    assertThat(CommandRun.of("config", "check", contradiction).err()).contains("requestBurst");
  }

  @Test
  void showSaysWhatHoldsAndWhoSaidIt() throws IOException {
    var file = write("controller:\n  max_nodes: 42\n").toString();

    var run = CommandRun.of("config", "show", "--origin", "--config", file);

    assertThat(run.out())
        .containsPattern("controller.max_nodes +42 +\\S+config.yaml:2")
        .containsPattern("controller.bind +127.0.0.1 +default");
    assertThat(CommandRun.of("config", "show", "-o", "json", "--config", file).out())
        .contains("\"key\" : \"controller.max_nodes\"");
  }

  @Test
  void bashCompletesCommandsOptionsAndWords() throws Exception {
    assertThat(completed("controller", "no")).contains("node", "nodes").doesNotContain("jobs");
    assertThat(completed("controller", "jobs", "--wa")).contains("--watch");
    assertThat(completed("controller", "jobs", "-o", "")).contains("table", "json", "yaml");
    assertThat(completed("controller", "token", "cr")).contains("create");
  }

  @Test
  void fishIsToldEveryCommand() {
    var script = CommandRun.of("completion", "fish").out();

    ControllerCommand.whole(quiet())
        .getSubcommands()
        .forEach(
            (name, command) -> {
              boolean hidden = command.getCommandSpec().usageMessage().hidden();
              assertThat(script.contains(" -a " + name + " -d ")).isEqualTo(!hidden);
            });
  }

  /** Asks a real bash; words as typed, the last one unfinished. */
  private String completed(String... words) throws Exception {
    assumeThat(Path.of("/bin/bash")).exists();
    var script = folder.resolve("completion.bash");
    Files.writeString(script, CommandRun.of("completion", "bash").out());
    var quoted = new StringBuilder();
    for (var word : words) quoted.append('\'').append(word).append("' ");
    var process =
        new ProcessBuilder(
                "/bin/bash",
                "-c",
                "source '"
                    + script
                    + "'; COMP_WORDS=("
                    + quoted
                    + "); COMP_CWORD="
                    + (words.length - 1)
                    + "; _complete_controller; printf '%s\\n' \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    try (var output = process.getInputStream()) {
      var text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return text;
    }
  }

  private static Terminal quiet() {
    return Terminal.plain(System.out, System.err);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), text);
  }
}
