package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.cluster.Cluster;
import io.processdistro.cluster.Inputs;
import io.processdistro.cluster.TwoNamespaces;
import io.processdistro.common.state.ControllerAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cable that is pulled, and one that carries next to nothing: controller and one node on one
 * machine, another node on a second one, which are two network namespaces. Needs root.
 */
@Tag("chaos-long")
class PartitionTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);
  private static final Duration DETECTED_MIN = Duration.ofSeconds(5);
  private static final Duration DETECTED_MAX = Duration.ofSeconds(7);
  private static final Duration PULLED = Duration.ofSeconds(8);
  private static final Duration SLOW = Duration.ofSeconds(6);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void aPulledCableCostsNothingOfTheResult() throws Exception {
    Settings.random("partition");
    var figures = new Figures("partition");
    int runs = Settings.runs(1, 3);
    var detected = new ArrayList<Duration>();
    var rejoined = new ArrayList<Duration>();
    Inputs.words(folder, 160);
    try (var network = new TwoNamespaces();
        var cluster = new Cluster(folder)) {
      var machines = new Machines(network, cluster);
      machines.start();
      var undisturbed = machines.result(machines.submit());
      for (int run = 0; run < runs; run++) {
        var job = machines.submit();
        machines.awaitProgress(job);
        var pulledAt = Instant.now();
        network.pullCable();
        Thread.sleep(PULLED);
        var pluggedAt = Instant.now();
        network.plugCable();
        assertThat(machines.result(job)).isEqualTo(undisturbed);
        detected.add(Duration.between(pulledAt, machines.lostAt(job)));
        rejoined.add(Duration.between(pluggedAt, machines.awaitConnectedAfter(pluggedAt)));

        var slowed = machines.submit();
        machines.awaitProgress(slowed);
        network.slowCable(32_000);
        Thread.sleep(SLOW);
        network.fastCable();
        assertThat(machines.result(slowed)).isEqualTo(undisturbed);
      }
    }
    figures.share("R3", "runs with the undisturbed bytes", 2L * runs, 2L * runs);
    figures.timesBetween(
        "R3", "cable pulled to its leases given away", detected, DETECTED_MIN, DETECTED_MAX);
    figures.times("R3", "cable plugged to connected again", rejoined, WAIT_MAX);
  }

  /** Commands run on the first machine: nobody outside reaches its network. */
  private final class Machines {
    private final TwoNamespaces network;
    private final Cluster cluster;
    private final Path state = folder.resolve("controller-state");
    private final Path token = folder.resolve("token.json");
    private int results;

    Machines(TwoNamespaces network, Cluster cluster) {
      this.network = network;
      this.cluster = cluster;
    }

    void start() throws IOException {
      cluster.startWith(
          network.inFirst(),
          home("first"),
          "controller",
          "controller",
          List.of(
              "start", "--port", "30000", "--bind", "0.0.0.0", "--state-dir", state.toString()));
      var access = ControllerAccess.fileIn(state);
      await("the controller's start").atMost(WAIT_MAX).until(() -> Files.exists(access));
      Files.copy(access, token, StandardCopyOption.COPY_ATTRIBUTES);
      startNode(network.inFirst(), "near", "127.0.0.1:30000");
      startNode(network.inSecond(), "far", network.firstAddress() + ":30000");
      await("both nodes")
          .atMost(WAIT_MAX)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> nodes().filter(node -> node.path("state").asText().equals("ready")).count(),
              ready -> ready == 2);
    }

    private void startNode(List<String> machine, String name, String controller)
        throws IOException {
      cluster.startWith(
          machine,
          home(name),
          "edge-node",
          name,
          List.of(
              "--controller",
              controller,
              "--max-tasks",
              "1",
              "--name",
              name,
              "--token-file",
              token.toString()));
    }

    private Map<String, String> home(String name) {
      return Map.of("XDG_STATE_HOME", folder.resolve(name + "-home").toString());
    }

    private String command(String name, String... options) throws IOException {
      var all =
          new ArrayList<>(
              List.of(name, "--controller", "127.0.0.1:30000", "--token-file", token.toString()));
      all.addAll(List.of(options));
      var number = "command-" + ++results;
      return cluster
          .ran(cluster.startWith(network.inFirst(), home("first"), "controller", number, all))
          .succeeded()
          .out();
    }

    String submit() throws IOException {
      return command(
              "submit-task",
              "--no-cache",
              "--task-type",
              "password_hash",
              "--params",
              "{\"algorithm\":\"bcrypt\",\"cost\":10}",
              "--input",
              "passwords=words-160.txt",
              "--detach")
          .strip();
    }

    byte[] result(String job) throws IOException {
      var file = folder.resolve("result-" + ++results);
      command("result", job, "--wait", "--output", file.toString());
      return Files.readAllBytes(file);
    }

    void awaitProgress(String job) {
      await("progress of " + job)
          .atMost(WAIT_MAX)
          .until(() -> json("job", job).path("progress").path("fraction").asDouble() > 0.05);
    }

    Instant lostAt(String job) throws IOException {
      return StreamSupport.stream(json("explain", job).path("events").spliterator(), false)
          .filter(event -> event.path("kind").asText().equals("lost"))
          .map(event -> Instant.parse(event.path("at").asText()))
          .max(Instant::compareTo)
          .orElseThrow();
    }

    Instant awaitConnectedAfter(Instant moment) {
      return await("the far node's return")
          .atMost(WAIT_MAX)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () ->
                  nodes()
                      .filter(node -> node.path("name").asText().equals("far"))
                      .map(node -> Instant.parse(node.path("connected_at").asText()))
                      .findFirst()
                      .orElseThrow(),
              connected -> connected.isAfter(moment));
    }

    private Stream<JsonNode> nodes() throws IOException {
      return StreamSupport.stream(json("nodes").spliterator(), false);
    }

    private JsonNode json(String name, String... options) throws IOException {
      var all = new ArrayList<>(List.of(options));
      all.addAll(List.of("-o", "json"));
      return JSON.readTree(command(name, all.toArray(String[]::new)));
    }
  }
}
