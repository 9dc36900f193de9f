package io.processdistro.controller.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.controller.api.view.LiveJson;
import io.processdistro.controller.api.view.OverviewJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The events of {@code GET /v1/live} as they come. For one thread; another may close it. */
public final class LiveEvents implements AutoCloseable {
  private static final String EVENT = "event:";
  private static final String DATA = "data:";

  private final InputStream stream;
  private final BufferedReader lines;
  private final Function<IOException, ? extends ClientException> broken;
  private final JsonMapper json;

  /** What may come. */
  public sealed interface Event {
    record Cluster(OverviewJson overview) implements Event {}

    record Job(LiveJson.Job job) implements Event {}

    /** Of a kind that this version does not know, or a sign of life. */
    record Other() implements Event {}
  }

  /**
   * @param broken tells of a connection that broke
   */
  LiveEvents(
      InputStream stream,
      Function<IOException, ? extends ClientException> broken,
      JsonMapper json) {
    this.stream = stream;
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    this.broken = broken;
    this.json = json;
  }

  /** Blocks until there is one. The end of the stream is a broken connection. */
  public Event next() throws ClientException {
    try {
      var kind = "";
      var data = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) return event(kind, data.toString());
        if (line.startsWith(EVENT)) kind = line.substring(EVENT.length()).strip();
        if (line.startsWith(DATA)) data.append(line, DATA.length(), line.length());
      }
      throw broken.apply(new IOException("the controller ended the stream"));
    } catch (JacksonException e) {
      throw broken.apply(new IOException("an event that cannot be understood", e));
    } catch (IOException e) {
      throw broken.apply(e);
    }
  }

  private Event event(String kind, String data) throws JacksonException {
    return switch (kind) {
      case "overview" -> new Event.Cluster(json.readValue(data, OverviewJson.class));
      case "job" -> new Event.Job(json.readValue(data, LiveJson.Job.class));
      default -> new Event.Other();
    };
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      // Nothing was sent that could be lost.
    }
  }
}
