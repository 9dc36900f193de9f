package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody starts a controller on one machine and pastes the line that it prints on another: two
 * network namespaces joined by a virtual cable. Needs root and the program ip.
 */
class NewcomerTest {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Pattern JOIN_LINE =
      Pattern.compile(
          "echo ([0-9a-f]{64}\\.\\S+) \\| edge-node --controller (\\S+) --token-file -");

  @TempDir private Path folder;

  @Test
  void thePrintedLineBringsInANodeThatComputesATile() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "network namespaces need root: skipped");
    try (var network = new TwoNamespaces();
        var cluster = new Cluster(folder)) {
      var state = folder.resolve("controller-state").toString();
      var controller =
          cluster.startWith(
              network.inFirst(),
              home("first"),
              "controller",
              "controller",
              List.of("start", "--port", "30000", "--bind", "0.0.0.0", "--state-dir", state));
      await("the join line")
          .atMost(START_MAX)
          .until(() -> JOIN_LINE.matcher(controller.err()).find() || !controller.isRunning());
      var line = JOIN_LINE.matcher(controller.err());
      assertThat(line.find()).as(controller::err).isTrue();

      // As "echo TOKEN | edge-node ..." does, but so that the process can be ended by its id.
      var pasted =
          "exec "
              + Distribution.program("edge-node")
              + " --max-tasks 1 --name newcomer --controller "
              + line.group(2)
              + " --token-file - <<END\n"
              + line.group(1)
              + "\nEND\n";
      var command = new ArrayList<>(network.inSecond());
      command.addAll(List.of("sh", "-c", pasted));
      var node = Program.start(folder, "newcomer", home("second"), command);
      try {
        var ran =
            cluster.ran(
                cluster.startWith(
                    network.inFirst(),
                    home("first"),
                    "controller",
                    "submit",
                    List.of(
                        "submit-task",
                        "--state-dir",
                        state,
                        "--task-type",
                        "mandelbrot",
                        "--params",
                        "{\"width\":64,\"height\":64,\"max_iterations\":50}",
                        "--output",
                        folder.resolve("m.png").toString())));
        assertThat(ran.status()).as(() -> ran.err() + node.err()).isZero();
      } finally {
        node.terminate();
        node.assertNothingLeft();
      }
    }
  }

  private Map<String, String> home(String name) {
    return Map.of("XDG_STATE_HOME", folder.resolve(name + "-home").toString());
  }
}
