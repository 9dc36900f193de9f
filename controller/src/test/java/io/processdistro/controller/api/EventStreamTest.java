package io.processdistro.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server-sent events as a reader meets them. */
class EventStreamTest {
  @TempDir Path directory;

  @Test
  void aReaderHearsOfJobsAndNodesAndCanContinueWhereItStopped() throws IOException {
    try (var controller = RunningController.start(directory);
        var reader = new Reader(controller, "")) {
      reader.awaitLine(": events");
      try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
        var id = controller.submitSquares(10);
        controller.awaitJob(id);
        var completed = reader.awaitLine("\"state\":\"completed\"");
        assertThat(completed).startsWith("data: ").contains(id);
        controller.post("/v1/nodes/one/drain", "");
        assertThat(reader.awaitLine("\"state\":\"draining\"")).contains("\"name\":\"one\"");
      }
      try (var later = new Reader(controller, "Last-Event-ID: 0\r\n")) {
        assertThat(later.awaitLine("id: ")).isEqualTo("id: 1");
        later.awaitLine("\"state\":\"completed\"");
      }
      try (var lost = new Reader(controller, "Last-Event-ID: 999999\r\n")) {
        assertThat(lost.awaitLine("event: ")).isEqualTo("event: gap");
      }
    }
  }

  private static final class Reader implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Reader(RunningController controller, String header) throws IOException {
      socket = controller.openSocket();
      socket.setSoTimeout(10_000);
      var request =
          "GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + controller.token()
              + "\r\n"
              + header
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line that contains this; fails when none comes in time. */
    String awaitLine(String part) throws IOException {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(part)) return line;
      }
      throw new AssertionError("the stream ended before " + part);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
