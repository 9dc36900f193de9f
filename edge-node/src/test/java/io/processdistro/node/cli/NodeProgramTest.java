package io.processdistro.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code edge-node} says of itself to shells and in its manual. */
class NodeProgramTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Terminal terminal =
      Terminal.plain(new PrintStream(out, true, StandardCharsets.UTF_8), System.err);

  @TempDir private Path folder;

  @Test
  void everyCommandHasItsPageAndEveryOptionIsOnIt() throws IOException {
    var program = EdgeNodeCommand.whole(terminal);

    assertThat(program.execute("manual", folder.toString())).isZero();
    for (var command : program.getSubcommands().values()) {
      var spec = command.getCommandSpec();
      if (spec.usageMessage().hidden()) continue;
      var page = Files.readString(folder.resolve(spec.qualifiedName("-") + ".1"));
      for (var option : spec.options()) {
        assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
      }
    }
    assertThat(Files.readString(folder.resolve("edge-node.1")))
        .contains("\\fB\\-\\-cpu\\-limit\\fR=\\fISHARE\\fR", "(50%)", "EXIT STATUS")
        .doesNotContain("manual");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void shellsAreToldCommandsAndOptions(String shell) {
    assertThat(EdgeNodeCommand.whole(terminal).execute("completion", shell)).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("edge-node", "status", "pause", "max-tasks", "only-when-idle")
        .doesNotContain("Writes the manual");
  }
}
