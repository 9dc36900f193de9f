package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody starts a controller on one machine and pastes the line that it prints on another: two
 * network namespaces joined by a virtual cable. Needs root and the program ip.
 */
@Tag("alone")
class NewcomerTest {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Pattern JOIN_LINE =
      Pattern.compile(
          "echo ([0-9a-f]{64}\\.\\S+) \\| edge-node --controller (\\S+) --token-file -");

  private static final Pattern CODE_LINE =
      Pattern.compile("waiting until \\S+ admits this node; code (\\S+)");

  /** From pasting the line to the end of the first job; promised. */
  private static final Duration FIRST_TILE_MAX = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private static final String USERS_SECRET = "a-secret-of-the-user-of-the-node";

  private int commands;

  @Test
  void thePrintedLineBringsInANodeThatComputesATileWithinTwentySeconds() throws Exception {
    try (var network = new TwoNamespaces();
        var cluster = new Cluster(folder)) {
      var controller = startController(cluster, network);
      var line = JOIN_LINE.matcher(controller.err());
      assertThat(line.find()).as(controller::err).isTrue();
      var submitted = submit(cluster, network);
      await("the job").atMost(START_MAX).until(() -> hasJob(cluster, network));

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
      long pastedNanos = System.nanoTime();
      var node = Program.start(folder, "newcomer", withSecret(home("second")), command);
      try {
        var ran = cluster.ran(submitted);
        assertThat(ran.status()).as(() -> ran.err() + node.err()).isZero();
        var took = Duration.ofNanos(System.nanoTime() - pastedNanos);
        System.out.println("newcomer: from the pasted line to the end of the first job " + took);
        assertThat(took).isLessThan(FIRST_TILE_MAX);
        assertRunnersKnowNoSecret(node, line.group(1));
      } finally {
        node.terminate();
        node.assertNothingLeft();
      }
    }
  }

  @Test
  void aNodeWithoutATokenComputesAfterItsCodeWasApproved() throws Exception {
    try (var network = new TwoNamespaces();
        var cluster = new Cluster(folder)) {
      var controller = startController(cluster, network);
      var line = JOIN_LINE.matcher(controller.err());
      assertThat(line.find()).as(controller::err).isTrue();
      var node =
          cluster.startWith(
              network.inSecond(),
              home("second"),
              "edge-node",
              "visitor",
              List.of("--max-tasks", "1", "--name", "visitor", "--controller", line.group(2)));
      await("the code")
          .atMost(START_MAX)
          .until(() -> CODE_LINE.matcher(node.err()).find() || !node.isRunning());
      var code = CODE_LINE.matcher(node.err());
      assertThat(code.find()).as(node::err).isTrue();

      var wrong = operator(cluster, network, "node", "approve", "visitor", "--code", "0000-0000");
      assertThat(cluster.ran(wrong).status()).isEqualTo(1);
      var unasked = cluster.ran(operator(cluster, network, "node", "approve", "visitor"));
      assertThat(unasked.status()).isEqualTo(2);
      assertThat(unasked.err()).contains("--code is missing", code.group(1));
      var right = operator(cluster, network, "node", "approve", "visitor", "--code", code.group(1));
      assertThat(cluster.ran(right).status()).isZero();

      var ran = cluster.ran(submit(cluster, network));
      assertThat(ran.status()).as(() -> ran.err() + node.err()).isZero();
    }
  }

  /** Neither the token for joining nor what the user of the node has in his environment. */
  private static void assertRunnersKnowNoSecret(Program node, String token) throws Exception {
    var runners = node.descendants().stream().filter(ProcessHandle::isAlive).toList();
    assertThat(runners).isNotEmpty();
    for (var runner : runners) {
      for (var file : List.of("environ", "cmdline")) {
        var text =
            Files.readString(
                Path.of("/proc", Long.toString(runner.pid()), file), StandardCharsets.ISO_8859_1);
        assertThat(text)
            .as(file)
            .doesNotContain(token.substring(token.indexOf('.') + 1))
            .doesNotContain(USERS_SECRET);
      }
    }
  }

  private Program startController(Cluster cluster, TwoNamespaces network) throws Exception {
    var controller =
        cluster.startWith(
            network.inFirst(),
            home("first"),
            "controller",
            "controller",
            List.of("start", "--port", "30000", "--bind", "0.0.0.0", "--state-dir", state()));
    await("the join line")
        .atMost(START_MAX)
        .until(() -> JOIN_LINE.matcher(controller.err()).find() || !controller.isRunning());
    return controller;
  }

  private String state() {
    return folder.resolve("controller-state").toString();
  }

  private Program submit(Cluster cluster, TwoNamespaces network) throws Exception {
    return operator(
        cluster,
        network,
        "submit-task",
        "--task-type",
        "mandelbrot",
        "--params",
        "{\"width\":64,\"height\":64,\"max_iterations\":50}",
        "--output",
        folder.resolve("m.png").toString());
  }

  private boolean hasJob(Cluster cluster, TwoNamespaces network) throws Exception {
    var listed = cluster.ran(operator(cluster, network, "jobs", "-o", "json"));
    return listed.out().contains("mandelbrot");
  }

  /** A command of the operator on the controller's machine. */
  private Program operator(Cluster cluster, TwoNamespaces network, String... arguments)
      throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--state-dir", state()));
    return cluster.startWith(
        network.inFirst(), home("first"), "controller", "operator-" + ++commands, all);
  }

  private static Map<String, String> withSecret(Map<String, String> variables) {
    var all = new HashMap<>(variables);
    all.put("PROCESSDISTRO_TOKEN", USERS_SECRET);
    return all;
  }

  private Map<String, String> home(String name) {
    return Map.of("XDG_STATE_HOME", folder.resolve(name + "-home").toString());
  }
}
