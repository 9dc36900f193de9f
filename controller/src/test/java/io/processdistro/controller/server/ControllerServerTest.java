package io.processdistro.controller.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.ControllerAccess;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, refusing to start, stopping, and what is left on disk. */
class ControllerServerTest {
  @TempDir Path directory;

  private Path state() {
    return directory.resolve("state");
  }

  @Test
  void leavesPrivateAccessFilesWhileItRunsAndRemovesThem() throws Exception {
    var home = RunningController.configIn(directory).home();
    try (var controller = RunningController.start(directory)) {
      var own = ControllerAccess.fileIn(state());
      var byPort = ControllerAccess.fileByPort(home, controller.port());
      assertThat(ControllerAccess.read(own)).isEqualTo(controller.server().access());
      assertThat(ControllerAccess.read(byPort)).isEqualTo(controller.server().access());
      for (var file : new Path[] {own, byPort, state().resolve("controller/token")}) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(ControllerAccess.fileIn(state())).doesNotExist();
    assertThat(home.controllersDirectory()).isEmptyDirectory();
  }

  @Test
  void keepsItsTokenAcrossStarts() {
    String token;
    try (var controller = RunningController.start(directory)) {
      token = controller.token();
      assertThat(token.length()).isGreaterThanOrEqualTo(22);
    }
    try (var controller = RunningController.start(directory)) {
      assertThat(controller.token()).isEqualTo(token);
    }
  }

  @Test
  void aPortInUseIsSaidInOneSentence() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var config = RunningController.configIn(directory).withPort(taken.getLocalPort());
      assertThatThrownBy(() -> ControllerServer.start(config))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("--port");
    }
    RunningController.start(directory).close();
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    var config = RunningController.configIn(directory).withBind("192.0.2.1");
    assertThatThrownBy(() -> ControllerServer.start(config))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("192.0.2.1")
        .hasMessageContaining("--bind");
  }

  @Test
  void anUnknownHostIsRefused() {
    var config = RunningController.configIn(directory).withBind("no-such-host.invalid");
    assertThatThrownBy(() -> ControllerServer.start(config))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void aStateDirectoryInUseIsRefused() {
    try (var _ = RunningController.start(directory)) {
      var config = RunningController.configIn(directory);
      assertThatThrownBy(() -> ControllerServer.start(config))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("--state-dir");
    }
  }

  @Test
  void aDamagedDatabaseIsRefusedAndLeftAsItIs() throws IOException {
    RunningController.start(directory).close();
    var database = state().resolve("controller/controller.sqlite");
    Files.writeString(database, "no database");
    assertThatThrownBy(() -> ControllerServer.start(RunningController.configIn(directory)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(database.toString())
        .hasMessageContaining("controller restore");
    assertThat(database).hasContent("no database");
  }

  @Test
  void onLoopbackTheGreetingSaysHowOthersCouldReachIt() {
    try (var controller = RunningController.start(directory)) {
      assertThat(String.join("\n", controller.server().greeting()))
          .contains("127.0.0.1:" + controller.port())
          .contains("edge-node --controller")
          .contains("--bind")
          .doesNotContain(controller.token());
    }
  }

  @Test
  void stoppingTellsTheNodes() {
    var controller = RunningController.start(directory);
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      await().until(() -> controller.get("/v1/nodes/one").status() == 200);
      controller.close();
      await().until(node::isClosed);
    } finally {
      controller.close();
    }
  }

  @Test
  void stoppingTakesNoTimeWhileNodesAreConnectedAndRequestsWait() throws Exception {
    var controller = RunningController.start(directory);
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING);
        var socket = controller.openSocket()) {
      var id = controller.submitSquares(10);
      var request =
          "GET /v1/jobs/%s?wait=60s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(id, controller.token());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      long start = System.nanoTime();
      controller.server().close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    } finally {
      controller.close();
    }
  }

  @Test
  void metricsTellOfJobsTasksAndNodes() {
    try (var controller = RunningController.start(directory);
        var _ = FakeNode.connect(controller, "one", 2, FakeNode.SQUARES)) {
      controller.awaitJob(controller.submitSquares(100));
      await()
          .untilAsserted(
              () ->
                  assertThat(controller.get("/metrics").text())
                      .contains("processdistro_jobs_finished_total{outcome=\"completed\"} 1.0")
                      .contains("processdistro_grains_accepted_total 100.0")
                      .contains("processdistro_nodes{state=\"ready\"} 1.0")
                      .contains("processdistro_slots 2.0")
                      .contains("processdistro_loop_lag_max_seconds")
                      .contains("jvm_memory_used_bytes"));
      assertThat(controller.get("/readyz").status()).isEqualTo(200);
    }
  }
}
