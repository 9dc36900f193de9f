package io.processdistro.controller.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.controller.api.view.ViewJson;
import io.processdistro.controller.cli.CommandRun;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with a job, on a real controller with a fake node. */
class JobCommandsTest {
  @TempDir private static Path directory;
  private static RunningController controller;
  private static FakeNode node;
  private static String completed;
  private static Path tokenFile;

  @BeforeAll
  static void start() throws Exception {
    controller = RunningController.start(directory);
    node = FakeNode.connect(controller, "alpha", 2, FakeNode.SQUARES);
    completed = controller.submitSquares(40);
    controller.awaitJob(completed);
    tokenFile = directory.resolve("token");
    PrivateFiles.write(tokenFile, controller.pinnedToken().getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    node.close();
    controller.close();
  }

  private static CommandRun run(String... command) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of("--controller", "127.0.0.1:" + controller.port(), "--token-file", "" + tokenFile));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void anIdShowsTheJobAsBefore() {
    var run = run("job", completed);

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(completed, "completed");
    assertThat(CommandRun.of("job").err()).contains("missing required parameter: 'ID'");
  }

  @Test
  void waitingForCompletedJobsExitsWith0() {
    var run = run("job", "wait", completed, completed.substring(0, 10));

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("job " + completed + " completed");
  }

  @Test
  void waitingForACancelledJobExitsWith4AndForOneThatGoesOnWith5() {
    try (var _ = FakeNode.connect(controller, "beta", 1, FakeNode.NOTHING)) {
      controller.post("/v1/nodes/alpha/pause", "");
      var stuck = controller.submitSquares(7);

      assertThat(run("job", "wait", completed, stuck, "--timeout", "100ms").status()).isEqualTo(5);
      controller.delete("/v1/jobs/" + stuck);
      assertThat(run("job", "wait", completed, stuck).status()).isEqualTo(4);
    } finally {
      controller.post("/v1/nodes/alpha/resume", "");
    }
  }

  @Test
  void aMistypedIdIsToldBeforeAnythingIsWaitedFor() {
    var run = run("job", "wait", completed, "zzzz");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("zzzz");
  }

  @Test
  void theTraceIsOfChromesTraceEventFormat() throws IOException {
    var file = directory.resolve("trace.json");

    assertThat(run("job", "trace", completed, "-o", file.toString()).status()).isZero();

    var trace = ViewJson.lenient().readTree(file.toFile());
    var phases = new HashSet<String>();
    long grains = 0;
    for (var event : trace.path("traceEvents")) {
      var phase = event.path("ph").asText();
      phases.add(phase);
      assertThat(event.path("pid").isInt()).isTrue();
      assertThat(event.path("tid").isInt()).isTrue();
      assertThat(event.path("name").isTextual()).isTrue();
      if (phase.equals("M")) assertThat(event.at("/args/name").isTextual()).isTrue();
      else assertThat(event.path("ts").asDouble(-1)).isNotNegative();
      if (phase.equals("X")) {
        assertThat(event.path("dur").asDouble(-1)).isNotNegative();
        grains += event.at("/args/grains").asLong();
      }
    }
    assertThat(phases).contains("M", "X").isSubsetOf("M", "X", "i");
    assertThat(grains).isEqualTo(40);
  }

  @Test
  void theReportIsOnePageThatAStrictParserReads() throws Exception {
    var file = directory.resolve("report.html");

    assertThat(run("job", "report", completed, "-o", file.toString()).status()).isZero();

    var page = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(2);
    assertThat(Files.readString(file)).contains(completed, "Tile map", "Timeline", "alpha");
  }

  @Test
  void topWithoutATerminalPrintsOneMoment() throws IOException {
    var run = run("top");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("alpha", "ready", completed).doesNotContain("\u001b");
    assertThat(ViewJson.lenient().readTree(run("top", "-o", "json").out()).at("/nodes/total"))
        .isNotNull();
    assertThat(CommandRun.of("top", "--sort", "colour").status()).isEqualTo(2);
  }
}
