package io.processdistro.controller.api.live;

import io.processdistro.controller.testing.RunningController;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Server-sent events over a bare socket. */
final class EventReader implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final BufferedReader lines;

  /**
   * @param headers further ones, each ended by CR LF
   */
  EventReader(RunningController controller, String path, String headers) throws IOException {
    this(controller, path, controller.token(), headers);
  }

  EventReader(RunningController controller, String path, String token, String headers)
      throws IOException {
    socket = controller.openSocket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    var request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\n"
            + headers
            + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The next line that contains this; fails when none comes in time. */
  String awaitLine(String part) throws IOException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(part)) return line;
      if (System.nanoTime() > end) throw new AssertionError("in time there was no " + part);
    }
    throw new AssertionError("the stream ended before " + part);
  }

  /** The data of the next event of this kind that contains this. */
  String awaitEvent(String kind, String part) throws IOException {
    while (true) {
      awaitLine("event: " + kind);
      var data = lines.readLine().substring("data: ".length());
      if (data.contains(part)) return data;
    }
  }

  /** Fails when the stream goes on for long. */
  void awaitEnd() throws IOException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (!"0".equals(lines.readLine())) {
      if (System.nanoTime() > end) throw new AssertionError("the stream goes on");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
