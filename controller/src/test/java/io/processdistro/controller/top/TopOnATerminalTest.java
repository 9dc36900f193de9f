package io.processdistro.controller.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processdistro.controller.cli.ControllerCommand;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code controller top} on a pseudo-terminal of {@code script}, as a person has it. */
class TopOnATerminalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";

  @TempDir private Path folder;

  @BeforeEach
  void requireAPseudoTerminal() {
    for (var tool : List.of("script", "stty")) {
      assumeTrue(
          List.of("/usr/bin", "/bin").stream()
              .anyMatch(each -> Files.isExecutable(Path.of(each, tool))),
          "there is no " + tool + ", so there is no pseudo-terminal to draw on");
    }
  }

  @Test
  void drawsFollowsTheSizeAndGivesTheTerminalBack() throws Exception {
    try (var controller = RunningController.start(folder)) {
      var program = start(controller);
      try (var keys = program.getOutputStream()) {
        await().atMost(PATIENCE).until(() -> shown().contains("\u001b[24;1Hq quit"));
        assertThat(shown()).contains(ENTER).doesNotContain(LEAVE);
        assertThat(run("stty", "-F", text("terminal"), "-a")).contains("-icanon", "-echo");

        assertThat(run("stty", "-F", text("terminal"), "rows", "30", "cols", "90")).isEmpty();
        await().atMost(PATIENCE).until(() -> shown().contains("\u001b[30;1Hq quit"));
        assertThat(shown()).doesNotContain("(" + NodeOrder.CPU.text() + ")");
        press(keys, 'c');
        await()
            .atMost(PATIENCE)
            .until(() -> shown().contains("u queue (" + NodeOrder.CPU.text() + ")"));
        assertThat(program.isAlive()).isTrue();

        press(keys, 'q');
        assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isZero();
        assertThat(shown()).endsWith(LEAVE);
        assertThat(text("after")).isNotEmpty().isEqualTo(text("before"));
      } finally {
        program.destroyForcibly();
      }
    }
  }

  /** What is between the quotes is the shell's, on the new terminal. */
  private Process start(RunningController controller) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var script =
        """
        cd '%s' && tty > terminal && stty rows 24 cols 100 && stty -g > before
        '%s' -XX:TieredStopAtLevel=1 -Dprocessdistro.terminals=out,err -cp '%s' %s \
        top --controller 127.0.0.1:%d --state-dir state
        status=$?; stty -g > after; exit $status
        """
            .formatted(
                folder,
                java,
                System.getProperty("java.class.path"),
                ControllerCommand.class.getName(),
                controller.port());
    Files.writeString(folder.resolve("session"), script);
    var builder =
        new ProcessBuilder(
            "script", "-q", "-e", "-c", "sh '" + folder.resolve("session") + "'", "/dev/null");
    builder.environment().put("TERM", "xterm");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("shown").toFile())
        .start();
  }

  private static void press(OutputStream keys, char key) throws IOException {
    keys.write(key);
    keys.flush();
  }

  private String shown() throws IOException {
    return Files.readString(folder.resolve("shown"));
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file)).strip();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      var text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return text;
    }
  }
}
