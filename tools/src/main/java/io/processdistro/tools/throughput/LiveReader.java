package io.processdistro.tools.throughput;

import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.ControllerTrust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Follows {@code /v1/live} as a page does, and counts what comes. Reads on a thread of its own. */
final class LiveReader implements AutoCloseable {
  private static final String EVENT = "event: ";
  private static final String DATA = "data: ";

  /**
   * Events of one kind.
   *
   * @param bytesMax of the longest
   */
  record Events(long count, int bytesMax) {
    Events and(int bytes) {
      return new Events(count + 1, Math.max(bytesMax, bytes));
    }
  }

  private final HttpClient client;
  private final BufferedReader lines;
  private final Thread thread;
  private final Map<String, Events> events = new TreeMap<>();
  private final long startNanos = System.nanoTime();

  LiveReader(ControllerTarget target, String job) throws IOException, InterruptedException {
    var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (target.trust() instanceof ControllerTrust.Known(var authorities)) {
      builder.sslContext(ClientTls.context(authorities, Optional.empty()));
    }
    client = builder.build();
    var request =
        HttpRequest.newBuilder(URI.create(target.baseUrl() + "/v1/live?job=" + job))
            .header("Authorization", "Bearer " + target.token().orElseThrow())
            .build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8), 1 << 16);
    thread = Thread.ofPlatform().name("live-reader").daemon().start(this::read);
  }

  private void read() {
    var kind = "";
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(EVENT)) kind = line.substring(EVENT.length());
        if (line.startsWith(DATA)) count(kind, line.getBytes(StandardCharsets.UTF_8).length);
      }
    } catch (IOException closed) {
      // The reader was closed, or cut off: what was counted by then says it.
    }
  }

  private synchronized void count(String kind, int bytes) {
    events.merge(kind, new Events(1, bytes), (before, one) -> before.and(bytes));
  }

  /** By kind. */
  synchronized Map<String, Events> events() {
    return Map.copyOf(events);
  }

  /** Since the connection. */
  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Whether the controller has not cut it off. */
  boolean reads() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
