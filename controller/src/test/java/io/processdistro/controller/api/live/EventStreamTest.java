package io.processdistro.controller.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server-sent events as a reader meets them. */
class EventStreamTest {
  @TempDir Path directory;

  @Test
  void aReaderHearsOfJobsAndNodesAndCanContinueWhereItStopped() throws IOException {
    try (var controller = RunningController.start(directory);
        var reader = new EventReader(controller, "/v1/events", "")) {
      reader.awaitLine(": events");
      try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
        reader.awaitLine("node one joined with 1 slots");
        var id = controller.submitSquares(10);
        controller.awaitJob(id);
        var completed = reader.awaitLine("\"state\":\"completed\"");
        assertThat(completed).startsWith("data: ").contains(id);
        controller.post("/v1/nodes/one/drain", "");
        assertThat(reader.awaitLine("\"state\":\"draining\"")).contains("\"name\":\"one\"");
      }
      try (var later = new EventReader(controller, "/v1/events", "Last-Event-ID: 0\r\n")) {
        assertThat(later.awaitLine("id: ")).isEqualTo("id: 1");
        later.awaitLine("node one joined with 1 slots");
        later.awaitLine("job " + only(controller) + " of operator is queued");
        later.awaitLine("job " + only(controller) + " is completed");
      }
      try (var lost = new EventReader(controller, "/v1/events", "Last-Event-ID: 999999\r\n")) {
        assertThat(lost.awaitLine("event: ")).isEqualTo("event: gap");
      }
    }
  }

  private static String only(RunningController controller) {
    return controller.get("/v1/jobs").json().at("/jobs/0/id").asText();
  }
}
