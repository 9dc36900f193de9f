package io.processdistro.cluster.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands that README and tutorial show, as a newcomer types them: in a home of its own,
 * with the distribution on the path, in a network of its own where that may be had (else on this
 * machine's loopback, with the usual port).
 */
@Timeout(300)
class DocumentedCommandsTest {
  private static final long MINUTES_MAX = 4;
  private static final Path PROGRAMS =
      Path.of(System.getProperty("cluster.distribution"), "bin").toAbsolutePath();

  /** Until what went on before it answers; then until the tests' end. */
  private static final String AWAIT_CONTROLLER =
      """
      tries=0
      until controller nodes > /dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 120 ] || { echo "no controller answers" >&2; exit 1; }
        sleep 0.5
      done
      """;

  @TempDir Path home;

  @Test
  void theReadmesCommandsDoWhatItSays() throws Exception {
    run(Page.of("README.md"));
    assertThat(home.resolve("mandelbrot.png")).isNotEmptyFile();
  }

  @Test
  void theTutorialsCommandsDoWhatItSays() throws Exception {
    assumeTrue(isThere("clang") && isThere("wasm-ld"), "clang and lld are not installed");
    run(Page.of("documentation/tutorial.md"));
    assertThat(home.resolve("longest.txt")).hasContent("350 77031");
  }

  private void run(Page page) throws Exception {
    var blocks = page.blocks();
    assertThat(blocks).isNotEmpty();
    var script = home.resolve("commands.sh");
    Files.writeString(script, script(blocks));
    var log = home.resolve("commands.log");
    var process =
        new ProcessBuilder(inNetworkOfItsOwn(script))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    process
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("PROCESSDISTRO_") && !name.endsWith("JAVA_HOME"));
    process.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    process.environment().put("HOME", home.toString());
    process.environment().put("PATH", PROGRAMS + ":" + System.getenv("PATH"));
    var running = process.start();
    try {
      assertThat(running.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as("it ended in time").isTrue();
      assertThat(running.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly();
    }
  }

  /** One script for all of a page, so that later blocks find what earlier ones left running. */
  private static String script(List<Page.Block> blocks) {
    var script = new StringBuilder("set -eu\nrunning=\ntrap 'kill $running || true; wait' EXIT\n");
    for (var block : blocks) {
      switch (block.use()) {
        case RUN -> script.append(block.commands());
        case BACKGROUND -> {
          assertThat(block.commands().strip()).as("one command").doesNotContain("\n");
          script.append(block.commands().strip()).append(" &\nrunning=\"$running $!\"\n");
          script.append(AWAIT_CONTROLLER);
        }
      }
    }
    return script.toString();
  }

  private static List<String> inNetworkOfItsOwn(Path script) throws Exception {
    var command = new ArrayList<String>();
    if (isThere("ip") && succeeds("unshare", "--net", "true")) {
      command.addAll(
          List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec sh \"$0\""));
    } else {
      command.add("sh");
    }
    command.add(script.toString());
    return command;
  }

  private static boolean isThere(String program) throws Exception {
    return succeeds("sh", "-c", "command -v " + program);
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }
}
