package io.processdistro.cluster.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.cluster.Cluster;
import io.processdistro.cluster.Program;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard as people use it, in one cluster and one browser. Every scenario also fails if the
 * browser reports an error of the page that is not its own subject.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardTest {
  private static final int LAST = Integer.MAX_VALUE;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern CODE = Pattern.compile("code ([0-9A-Z]{4}-[0-9A-Z]{4})");

  @TempDir private static Path folder;
  private static Scenarios scenarios;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    scenarios = Scenarios.start(folder, () -> cluster.logs());
    try (var module = DashboardTest.class.getResourceAsStream("/modules/line_sums.wasm")) {
      Files.copy(Objects.requireNonNull(module), folder.resolve("module.wasm"));
    }
    cluster = new Cluster(folder).withController("--dashboard-port", freePort());
    cluster.startNode("node-1", 2);
    cluster.awaitReady("node-1");
  }

  /** A fixed one, so that the page finds the controller again after a start. */
  private static String freePort() throws Exception {
    try (var socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (scenarios != null) scenarios.close();
    if (cluster != null) cluster.close();
  }

  private static String link() throws Exception {
    try (var client = cluster.client()) {
      return client.dashboardUrl(client.createLink());
    }
  }

  @Test
  void aPictureIsSubmittedByTheFormAndGrowsAndIsTheFileOfTheCommandLine() throws Exception {
    scenarios.run("mandelbrot", link());

    cluster
        .command(
            "submit-task",
            "--no-cache",
            "--task-type",
            "mandelbrot",
            "--params",
            "{\"width\":1200,\"height\":900,\"max_iterations\":20000}",
            "--output",
            "command-line.png")
        .succeeded();
    assertThat(folder.resolve("mandelbrot.png"))
        .hasSameBinaryContentAs(folder.resolve("command-line.png"));
  }

  @Test
  void everythingCanBeDoneByKeyboard() throws Exception {
    scenarios.run("keyboard", cluster.command("ui").succeeded().out().strip());
  }

  @Test
  void noPageHasASeriousFindingOfAxe() throws Exception {
    scenarios.run("accessibility", link());
  }

  @Test
  void wrongValuesGetTheMessagesOfTheApiAtTheirFields() throws Exception {
    scenarios.run("refusals", link());
  }

  @Test
  void hostileStringsStayTextAndForeignSitesGetNothing() throws Exception {
    scenarios.run("hostile", link());
  }

  @Test
  void anOwnModuleIsJudgedRunAndItsResultSaved() throws Exception {
    scenarios.run("own-module", link());
  }

  @Test
  void nodesAreAdmittedDeniedAndDrainedAndJobsCancelled() throws Exception {
    var nodes =
        Map.of("welcome", startWithoutToken("welcome"), "stranger", startWithoutToken("stranger"));
    scenarios.run(
        "decisions",
        link(),
        request -> {
          var words = request.split(" ");
          var node = nodes.get(words[1]);
          return switch (words[0]) {
            case "code" -> codeOf(node);
            case "gone" -> {
              assertThat(node.exitStatus(PATIENCE)).isEqualTo(1);
              assertThat(node.err()).contains("the operator does not admit this node");
              yield "";
            }
            default -> throw new IllegalArgumentException(request);
          };
        });
  }

  /** In a home of its own, where no file of the controller is to be found. */
  private static Program startWithoutToken(String name) throws Exception {
    var home = folder.resolve(name + "-home").toString();
    return cluster.startWith(
        List.of(),
        Map.of("XDG_STATE_HOME", home),
        "edge-node",
        name,
        List.of("--controller", cluster.address(), "--name", name, "--max-tasks", "1"));
  }

  private static String codeOf(Program node) {
    var shown = CODE.matcher("");
    await("the code of the node")
        .atMost(PATIENCE)
        .until(() -> shown.reset(node.out() + node.err()).find());
    return shown.group(1);
  }

  @Test
  void aRevokedTokenEndsItsOpenPages() throws Exception {
    scenarios.run("session-end", link());
  }

  @Test
  @Order(LAST)
  void aLostConnectionShowsAndRecovers() throws Exception {
    scenarios.run(
        "lost-connection",
        link(),
        request -> {
          switch (request) {
            case "kill" -> cluster.controller().kill();
            case "restart" -> cluster.restartController();
            default -> throw new IllegalArgumentException(request);
          }
          return cluster.access().token();
        });
  }
}
