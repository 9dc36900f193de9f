package io.processdistro.controller.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes over the WebSocket of a node and is not as the protocol wants it. */
class HostileNodesTest {
  @TempDir Path directory;
  private RunningController controller;

  @BeforeEach
  void start() {
    controller = RunningController.start(directory);
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void aNodeOfAnotherMajorVersionIsRefusedWithTheRemedy() {
    try (var node = FakeNode.silent(controller)) {
      var hello = FakeNode.hello(FakeNode.idOf("x"), "x", 1, 1, List.of());
      node.send(
          new NodeMessage.Hello(
              WireLimits.PROTOCOL_MAJOR + 1,
              0,
              hello.node(),
              hello.name(),
              1,
              1,
              hello.taskMemoryBytesMax(),
              hello.host(),
              hello.engine(),
              List.of(),
              hello.sandbox()));
      assertThat(node.awaitRefusal()).contains("run the same release on both");
      assertThat(node.received(ControllerMessage.Refusal.class).getFirst().fatal()).isTrue();
      await().until(node::isClosed);
    }
  }

  @Test
  void aFirstMessageThatIsNoHelloEndsTheConnection() {
    try (var node = FakeNode.silent(controller)) {
      node.heartbeat();
      assertThat(node.awaitRefusal()).contains("hello");
      await().until(node::isClosed);
    }
  }

  @Test
  void garbageBeforeTheHelloEndsTheConnection() {
    try (var node = FakeNode.silent(controller)) {
      node.sendBytes("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
      await().until(node::isClosed);
    }
  }

  @Test
  void textIsRefused() {
    try (var node = FakeNode.silent(controller)) {
      node.sendText("{\"type\":\"hello\"}");
      assertThat(node.awaitRefusal()).contains("binary");
      await().until(node::isClosed);
    }
  }

  @Test
  void aFewUnreadableFramesAreRefusedAndTheNodeGoesOn() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      node.sendBytes(new byte[] {1, 2, 3});
      node.sendBytes(new byte[0]);
      node.awaitRefusal();
      assertThat(controller.awaitJob(controller.submitSquares(5)).path("state").asText())
          .isEqualTo("completed");
    }
  }

  @Test
  void randomFramesNeverDoMoreThanEndTheirOwnConnection() {
    var random = new Random(7);
    try (var good = FakeNode.connect(controller, "good", 1, FakeNode.SQUARES)) {
      for (int round = 0; round < 10; round++) {
        try (var bad = FakeNode.connect(controller, "bad", 1, FakeNode.NOTHING)) {
          for (int i = 0; i < 50; i++) {
            var frame = new byte[random.nextInt(200)];
            random.nextBytes(frame);
            bad.sendBytes(frame);
          }
          await().until(bad::isClosed);
        }
      }
      assertThat(controller.awaitJob(controller.submitSquares(5)).path("state").asText())
          .isEqualTo("completed");
      assertThat(good.isClosed()).isFalse();
    }
  }

  @Test
  void aFrameOverTheLimitEndsTheConnection() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      node.sendBytes(new byte[WireLimits.FRAME_BYTES_MAX]);
      node.awaitRefusal();
      assertThat(node.isClosed()).isFalse();
      node.sendTooLongFrame();
      await().until(node::isClosed);
    }
  }

  @Test
  void aSecondHelloOnOneConnectionIsRefused() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      node.send(FakeNode.hello(FakeNode.idOf("other"), "other", 1, 1, List.of()));
      assertThat(node.awaitRefusal()).contains("second hello");
      await().until(node::isClosed);
    }
  }

  @Test
  void aHostileNodeNameNeverReachesTheController() {
    try (var node = FakeNode.silent(controller)) {
      node.sendRawHello("<img onerror=alert(1)>");
      await().until(node::isClosed);
      assertThat(controller.get("/v1/nodes").json().path("nodes")).isEmpty();
    }
  }
}
