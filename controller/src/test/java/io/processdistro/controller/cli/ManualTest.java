package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The manual of {@code controller}: nothing that can be typed is missing. */
class ManualTest {
  @TempDir private Path folder;

  @Test
  void everyCommandHasItsPageAndEveryOptionIsOnIt() throws IOException {
    var run = CommandRun.of("manual", folder.toString());

    assertThat(run.status()).isZero();
    var expected = new TreeSet<String>();
    requirePages(ControllerCommand.whole(Terminal.plain(System.out, System.err)), expected);
    assertThat(expected).contains("controller.1", "controller-job-wait.1", "controller-doctor.1");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private void requirePages(CommandLine command, TreeSet<String> expected) throws IOException {
    var spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) return;
    var name = spec.qualifiedName("-") + ".1";
    expected.add(name);
    var page = Files.readString(folder.resolve(name));
    assertThat(page).doesNotContain("${", "\u001b");
    for (var option : spec.options()) {
      if (option.hidden()) continue;
      assertThat(page)
          .contains(
              Arrays.stream(option.names())
                  .map(each -> "\\fB" + each.replace("-", "\\-") + "\\fR")
                  .toList());
    }
    for (var child : command.getSubcommands().values()) requirePages(child, expected);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsSaid() throws IOException {
    var file = Files.createFile(folder.resolve("file"));

    var run = CommandRun.of("manual", file.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(file + " cannot be written").hasLineCount(1);
  }
}
