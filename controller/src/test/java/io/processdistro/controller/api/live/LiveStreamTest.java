package io.processdistro.controller.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.controller.live.LiveLimits;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster as those see it who watch. */
class LiveStreamTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path directory;

  private static JsonNode json(String text) throws IOException {
    return MAPPER.readTree(text);
  }

  private RunningController start(LiveLimits limits) {
    return RunningController.start(
        RunningController.configIn(directory)
            .withLimits(ControllerConfig.Limits.DEFAULTS.withLive(limits)));
  }

  @Test
  void aJobIsSeenFromItsFirstLeaseToItsEnd() throws IOException {
    var failed = new AtomicBoolean();
    FakeNode.Work failsOnce =
        (epoch, lease) ->
            failed.compareAndSet(false, true)
                ? new Outcome.Failed(ErrorCode.RUNNER_DIED, "it fell over", "")
                : FakeNode.SQUARES.apply(epoch, lease);
    try (var controller = start(LiveLimits.DEFAULTS)) {
      var id = controller.submitSquares(100);
      try (var reader = new EventReader(controller, "/v1/live?job=" + id, "")) {
        var overview = json(reader.awaitEvent("overview", "no node"));
        assertThat(overview.at("/jobs/queued").asInt()).isEqualTo(1);
        assertThat(overview.at("/jobs/list/0/waiting_reason").asText()).contains("no node");
        assertThat(json(reader.awaitEvent("job", id)).path("tiles").isNull()).isTrue();
        try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
          var running = json(reader.awaitEvent("job", "\"map\":\"r"));
          assertThat(running.at("/slots/spans/0/2").isNull()).isTrue();
          assertThat(running.at("/slots/rows/0/name").asText()).isEqualTo("one");
        }
        try (var _ = FakeNode.connect(controller, "two", 2, failsOnce)) {
          var done = json(reader.awaitEvent("job", "\"state\":\"completed\""));
          assertThat(done.at("/tiles/map").asText()).isEqualTo("d".repeat(100));
          assertThat(done.at("/slots/spans").toString()).contains("\"run\"");
          var node = json(reader(controller, "two"));
          assertThat(node.at("/node/name").asText()).isEqualTo("two");
          assertThat(node.path("leases").isArray()).isTrue();
        }
      }
      var trace = controller.get("/v1/jobs/" + id + "/trace").json();
      assertThat(trace.at("/traceEvents/0/name").asText()).isEqualTo("process_name");
      assertThat(trace.path("traceEvents").findValuesAsText("ph")).contains("X", "M");
      assertThat(trace.path("traceEvents").findValuesAsText("cat")).contains("run", "failed");
    }
  }

  private static String reader(RunningController controller, String node) throws IOException {
    try (var reader = new EventReader(controller, "/v1/live?node=" + node, "")) {
      return reader.awaitEvent("node", node);
    }
  }

  @Test
  void aReaderThatDoesNotReadIsCutOff() throws IOException {
    var limits = LiveLimits.DEFAULTS.withPace(2, 2).withReaders(1, 16 << 10, 1);
    try (var controller =
            RunningController.start(
                RunningController.configIn(directory)
                    .withSecurity(ControllerConfig.PortSecurity.PLAIN)
                    .withLimits(ControllerConfig.Limits.DEFAULTS.withLive(limits)));
        var slow = new Socket()) {
      for (int job = 0; job < 50; job++) controller.submitSquares(1);
      slow.setReceiveBufferSize(4 << 10);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), controller.port()));
      var request =
          "GET /v1/live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + controller.token()
              + "\r\n\r\n";
      slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      slow.setSoTimeout(20_000);
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      assertThat(statusOfLive(controller)).isEqualTo(503);
      await().atMost(Duration.ofSeconds(60)).until(() -> statusOfLive(controller) == 200);
    }
  }

  private static int statusOfLive(RunningController controller) {
    return controller.statusOf(controller.request("/v1/live").GET().build());
  }

  @Test
  void aSubmitterSeesItsOwnAndNothingElse() throws IOException {
    try (var controller = start(LiveLimits.DEFAULTS)) {
      var theirs = controller.submitSquares(5);
      var token = controller.newToken("submitter", "alice");
      var request =
          controller.bare("/v1/overview").header("Authorization", "Bearer " + token).GET().build();
      var seen = new RunningController.Answer(controller.send(request)).json();
      assertThat(seen.at("/jobs/queued").asInt()).isZero();
      assertThat(seen.toString()).doesNotContain(theirs);
      var job =
          controller
              .bare("/v1/live?job=" + theirs)
              .header("Authorization", "Bearer " + token)
              .GET()
              .build();
      assertThat(controller.statusOf(job)).isEqualTo(404);
    }
  }
}
