package io.processdistro.controller.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.state.StateHome;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.trust.PinnedToken;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import io.processdistro.controller.server.StartException;
import io.processdistro.controller.tasks.TaskTypes;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A controller on a free loopback port with the {@link SquaresTask}, and a client for it. */
public final class RunningController implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ControllerServer server;
  private final HttpClient client;

  private RunningController(ControllerServer server) {
    this.server = server;
    this.client = newClient();
  }

  /** One that believes this controller alone; close it. */
  public HttpClient newClient() {
    var builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
    tls().ifPresent(builder::sslContext);
    return builder.build();
  }

  /** How clients speak TLS with it; empty if it speaks plain HTTP. */
  public Optional<SSLContext> tls() {
    return server.access().trust() instanceof ControllerTrust.Known(var authorities)
        ? Optional.of(ClientTls.context(authorities, Optional.empty()))
        : Optional.empty();
  }

  /** A bare connection, for what HTTP clients would not send; TLS if the controller speaks it. */
  public Socket openSocket() throws IOException {
    return tls().isPresent()
        ? tls().get().getSocketFactory().createSocket("127.0.0.1", port())
        : new Socket("127.0.0.1", port());
  }

  public static RunningController start(Path directory) {
    return start(configIn(directory));
  }

  public static RunningController start(ControllerConfig config) {
    return start(config, new TaskTypes(List.of(new SquaresTask())));
  }

  public static RunningController start(ControllerConfig config, TaskTypes types) {
    try {
      return new RunningController(ControllerServer.start(config, types));
    } catch (StartException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Port 0, no mDNS. */
  public static ControllerConfig configIn(Path directory) {
    var home = new StateHome(directory.resolve("home"), Optional.empty());
    return ControllerConfig.of(home, directory.resolve("state")).withPort(0).withAdvertise(false);
  }

  public ControllerServer server() {
    return server;
  }

  public int port() {
    return server.port();
  }

  public String token() {
    return server.access().token();
  }

  /** The token as it is handed to people elsewhere. */
  public String pinnedToken() {
    var authorities = Authorities.parse(server.access().ca());
    return new PinnedToken(authorities.fingerprint(), token()).text();
  }

  /** A request with the right token. */
  public HttpRequest.Builder request(String path) {
    return bare(path).header("Authorization", "Bearer " + token());
  }

  /** A request without a token. */
  public HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(URI.create(server.access().target().baseUrl() + path))
        .timeout(Duration.ofSeconds(30));
  }

  public HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Of an answer whose body, maybe endless, is not read. */
  public int statusOf(HttpRequest request) {
    try {
      var answer = client.send(request, BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The body of an answer, as it comes. */
  public InputStream stream(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofInputStream()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The secret of a new token. */
  public String newToken(String role, String name) {
    var uses = role.equals("node") ? ",\"uses\":1" : "";
    var body =
        "{\"role\":\"%s\",\"name\":\"%s\",\"ttl_seconds\":3600%s}".formatted(role, name, uses);
    var answer = post("/v1/tokens", body);
    if (answer.status() != 201) throw new AssertionError("refused: " + answer.text());
    return answer.json().path("secret").asText();
  }

  public Answer get(String path) {
    return new Answer(send(request(path).GET().build()));
  }

  public Answer post(String path, String body) {
    return new Answer(send(request(path).POST(BodyPublishers.ofString(body)).build()));
  }

  public Answer delete(String path) {
    return new Answer(send(request(path).DELETE().build()));
  }

  public Answer put(String path, byte[] body) {
    return new Answer(send(request(path).PUT(BodyPublishers.ofByteArray(body)).build()));
  }

  /** Submits squares of 0 to count-1; gives its id. */
  public String submitSquares(int count) {
    var answer =
        post("/v1/jobs", "{\"task_type\":\"squares\",\"params\":{\"count\":" + count + "}}");
    if (answer.status() != 201) throw new AssertionError("refused: " + answer.text());
    return answer.json().path("id").asText();
  }

  /** The job once it is finished. */
  public JsonNode awaitJob(String id) {
    var job = get("/v1/jobs/" + id + "?wait=20s").json();
    if (job.path("finished_at").isNull()) throw new AssertionError("not finished: " + job);
    return job;
  }

  /** An answer, read as a test wants it. */
  public record Answer(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public byte[] bytes() {
      return response.body();
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
      try {
        return MAPPER.readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text(), e);
      }
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
