package io.processdistro.cluster.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.cluster.Cluster;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard as people use it. Every scenario also fails if the browser reports an error of the
 * page that is not its own subject.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardTest {
  private static final int LAST = Integer.MAX_VALUE;

  @TempDir private static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
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
  static void stop() {
    cluster.close();
  }

  private static String link() throws Exception {
    return cluster.command("ui").succeeded().out().strip();
  }

  @Test
  void aPictureIsSubmittedByTheFormAndGrowsAndIsTheFileOfTheCommandLine() throws Exception {
    BrowserScenario.run("mandelbrot", link(), folder);

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
    BrowserScenario.run("keyboard", link(), folder);
  }

  @Test
  void noPageHasASeriousFindingOfAxe() throws Exception {
    BrowserScenario.run("accessibility", link(), folder);
  }

  @Test
  void wrongValuesGetTheMessagesOfTheApiAtTheirFields() throws Exception {
    BrowserScenario.run("refusals", link(), folder);
  }

  @Test
  void hostileStringsStayTextAndForeignSitesGetNothing() throws Exception {
    BrowserScenario.run("hostile", link(), folder);
  }

  @Test
  @Order(LAST)
  void aLostConnectionShowsAndRecovers() throws Exception {
    BrowserScenario.run(
        "lost-connection",
        link(),
        folder,
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
