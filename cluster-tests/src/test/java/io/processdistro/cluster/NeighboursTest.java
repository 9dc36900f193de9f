package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.api.view.NodeJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several programs of one user on one machine do not get into each other's way. */
class NeighboursTest {
  @TempDir private Path folder;

  @Test
  void twoNodesShareTheDefaultStateDirectoryWithoutAnyOption() throws Exception {
    try (var cluster = new Cluster(folder).withController()) {
      var options = List.of("--controller", cluster.address(), "--max-tasks", "1");
      cluster.start("edge-node", "first", options);
      cluster.start("edge-node", "second", options);

      try (var client = cluster.client()) {
        var ready =
            await("two nodes")
                .atMost(Duration.ofSeconds(30))
                .until(
                    () ->
                        client.nodes().stream()
                            .filter(node -> node.state().equals("ready"))
                            .toList(),
                    nodes -> nodes.size() == 2);
        assertThat(ready).extracting(NodeJson::id).doesNotHaveDuplicates();
        assertThat(ready).extracting(NodeJson::name).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void clustersOnOneMachineKeepApart() throws Exception {
    var home = Files.createDirectory(folder.resolve("one"));
    var other = Files.createDirectory(folder.resolve("two"));
    try (var one = new Cluster(home).withController();
        var two = new Cluster(other).withController()) {
      one.startNode("of-one", 1);
      two.startNode("of-two", 1);
      one.awaitReady("of-one");
      two.awaitReady("of-two");

      assertThat(one.node("of-two")).isEmpty();
      assertThat(two.node("of-one")).isEmpty();
      // Another cluster's token is never taken for this one's.
      one.command("nodes").succeeded();
      assertThat(one.access().token()).isNotEqualTo(two.access().token());
    }
  }

  @Test
  void commandsFindTheOnlyControllerOfTheUserByThemselves() throws Exception {
    try (var cluster = new Cluster(folder).withController()) {
      var ran = cluster.ran(cluster.start("controller", "no-address", List.of("nodes")));

      assertThat(ran.status()).as(ran.err()).isZero();
    }
  }

  @Test
  void aTerminatedControllerLeavesNothingBehindAndExitsWith0() throws Exception {
    try (var cluster = new Cluster(folder).withController()) {
      assertThat(cluster.controller().terminate()).isZero();

      assertThat(folder.resolve("controller-state/controller.json")).doesNotExist();
      try (var files = Files.list(folder.resolve("state/processdistro/controllers"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void interruptedWaitingExitsWith130AndTheJobGoesOn() throws Exception {
    try (var cluster = new Cluster(folder).withController()) {
      var waiting =
          cluster.startCommand(
              "submit-task", "--task-type", "matrix_mul", "--params", "{\"size\":64}");
      try (var client = cluster.client()) {
        var jobs = await().until(() -> client.jobs(1, Optional.empty()), found -> !found.isEmpty());
        // Submitted; the command says how to go on as soon as it has the answer.
        Thread.sleep(500);
        waiting.signal("INT");

        assertThat(waiting.exitStatus(Duration.ofSeconds(10))).isEqualTo(130);
        assertThat(waiting.err()).contains(jobs.getFirst().id(), "goes on", "controller cancel");
        assertThat(client.job(jobs.getFirst().id()).state()).isEqualTo("queued");
      }
    }
  }
}
