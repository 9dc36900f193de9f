package io.processdistro.controller.cli;

import static io.processdistro.controller.cli.FakeController.JOB;
import static io.processdistro.controller.cli.FakeController.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.api.view.ViewJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at a cluster, over a real connection to a fake controller. */
class ClientCommandsTest {
  @TempDir private Path folder;
  private FakeController controller;
  private Path tokenFile;

  @BeforeEach
  void start() throws IOException {
    controller = new FakeController();
    tokenFile = folder.resolve("token");
    Files.createFile(
        tokenFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokenFile, controller.access(FakeController.TOKEN));
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  private CommandRun run(String... command) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of("--controller", controller.address(), "--token-file", tokenFile.toString()));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static NodeJson node(String name, String state) {
    return new NodeJson(
        null, name, state, 2, 1, 0, 1, null, null, null, null, null, null, null, null, null, null,
        List.of());
  }

  @Test
  void nodesAsJsonAreAListWithNameAndState() throws IOException {
    controller.withNode(node("alpha", "ready")).withNode(node("beta", "pending"));

    var list = ViewJson.lenient().readTree(run("nodes", "-o", "json").out());

    assertThat(list.isArray()).isTrue();
    assertThat(list.get(0).get("name").asText()).isEqualTo("alpha");
    assertThat(list.get(1).get("state").asText()).isEqualTo("pending");
  }

  @Test
  void nodesAsYamlAreTheSameList() throws IOException {
    controller.withNode(node("alpha: [1]", "ready")).withNode(node("1.0", "pending"));

    var text = run("nodes", "-o", "yaml").out();

    var list = new YAMLMapper().readTree(text);
    assertThat(text).startsWith("---\n").contains("state: ready");
    assertThat(list.get(0).get("name").asText()).isEqualTo("alpha: [1]");
    assertThat(list.get(1).get("name").isTextual()).isTrue();
  }

  @Test
  void watchingShowsWhatChangesUntilItIsInterrupted() throws Exception {
    controller.then(job("running", 3, 1, null, null)).then(job("completed", 10, 0, null, null));
    var written = new ByteArrayOutputStream();
    var watching =
        Thread.ofVirtual()
            .start(
                () ->
                    CommandRun.of(
                        written,
                        "jobs",
                        "--watch",
                        "20ms",
                        "--controller",
                        controller.address(),
                        "--token-file",
                        tokenFile.toString()));

    await().until(() -> written.toString(StandardCharsets.UTF_8).contains("completed"));
    watching.interrupt();

    assertThat(watching.join(Duration.ofSeconds(10))).isTrue();
    assertThat(written.toString(StandardCharsets.UTF_8)).contains("running").contains("30 %");
  }

  @Test
  void aMistypedNodeIsToldFromThoseThereAre() {
    controller.withNode(node("workshop-pc", "ready")).refusing(404, "NOT_FOUND", "no such node");

    var run = run("node", "drain", "workshp-pc");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no such node; did you mean workshop-pc?");
  }

  @Test
  void namesOfNodesCannotRewriteTheTerminal() {
    controller.withNode(node("evil\u001b[2J\r\nname", "ready"));

    var table = run("nodes").out();

    assertThat(table).contains("evil?[2J  name").doesNotContain("\u001b").hasLineCount(2);
  }

  @Test
  void jobsAreATableOrJson() throws IOException {
    controller.then(job("running", 3, 2, null, null));

    assertThat(run("jobs").out()).contains("ID", JOB, "running", "30 %", "2026-01-01T00:00:00Z");
    var list = ViewJson.lenient().readTree(run("jobs", "-o", "json").out());
    assertThat(list.get(0).get("task_type").asText()).isEqualTo("matrix_mul");
  }

  @Test
  void jobShowsWhyItWaits() {
    controller.then(job("queued", 0, 0, "no node is connected", null));

    assertThat(run("job", JOB).out()).contains("waits", "no node is connected");
  }

  @Test
  void theSampleOfAnEstimateIsMarkedAndOffersNoResult() {
    controller.then(FakeController.sample());

    assertThat(run("jobs").out()).contains("matrix_mul (estimate)");
    var run = run("job", JOB);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("a few tiles, to tell how long all would take");
    assertThat(run.err()).doesNotContain("controller result");
  }

  @Test
  void anUnknownJobIsAnErrorInOneLine() {
    controller.refusing(404, "NOT_FOUND", "no job has the id zzz", null);

    var run = run("job", "zzz");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip()).isEqualTo("no job has the id zzz");
  }

  @Test
  void idsAreNeverPartOfThePath() {
    controller.then(job("running", 0, 0, null, null));

    run("job", "../nodes?x#y");

    assertThat(controller.requests()).containsExactly("GET /v1/jobs/../nodes?x#y");
  }

  @Test
  void theResultOfARunningJobNeedsWait() {
    controller.then(job("running", 3, 2, null, null));

    var run = run("result", JOB, "--output", folder.resolve("x").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("add --wait").hasLineCount(1);
  }

  @Test
  void resultWaitsAndWrites() {
    controller.then(job("running", 3, 2, null, null)).then(job("completed", 10, 0, null, null));
    controller.withResult(new byte[] {1, 2, 3});
    var output = folder.resolve("x");

    assertThat(run("result", JOB, "--wait", "--output", output.toString()).status()).isZero();
    assertThat(output).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void cancellingAFinishedJobSaysSo() {
    controller.then(job("completed", 10, 0, null, null));

    var run = run("cancel", JOB);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is completed");
  }

  @Test
  void metricsAreTextOrSamples() throws IOException {
    assertThat(run("metrics").out()).isEqualTo("up{a=\"b c\"} 1.0\n");
    var samples = ViewJson.lenient().readTree(run("metrics", "-o", "json").out());
    assertThat(samples.get(0).get("series").asText()).isEqualTo("up{a=\"b c\"}");
    assertThat(samples.get(0).get("value").asText()).isEqualTo("1.0");
  }

  @Test
  void aTokenFileThatOthersCanReadIsRefused() throws IOException {
    Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-r--r--"));

    var run = run("nodes");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("chmod 600").hasLineCount(1);
    assertThat(controller.requests()).isEmpty();
  }
}
