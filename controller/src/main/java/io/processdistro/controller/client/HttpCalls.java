package io.processdistro.controller.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.controller.api.view.ProblemView;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Requests and answers: token, time-outs, JSON, and what an answer's status means. HTTP/1.1 without
 * proxies or redirects, so that the token goes to the controller and nowhere else.
 */
final class HttpCalls implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /** How often a request that came too soon is sent again, and after which pause. */
  private static final int HURRIED_MAX = 10;

  private static final long PAUSE_MILLIS = 500;
  private static final int COPY_BUFFER_BYTES = 1 << 17;

  /** An answer that is kept whole: pages, problems, metrics. */
  private static final int TEXT_BYTES_MAX = 64 << 20;

  private final ControllerTarget target;
  private final JsonMapper json;
  private HttpClient http;

  HttpCalls(ControllerTarget target, JsonMapper json) {
    this.target = target;
    this.json = json;
  }

  /** Made with the first call, because a pinned authority has to be asked for. */
  private synchronized HttpClient http() throws ClientException {
    if (http == null) {
      var builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .connectTimeout(CONNECT_MAX);
      ServerTrust.authorities(target)
          .ifPresent(known -> builder.sslContext(ClientTls.context(known, Optional.empty())));
      http = builder.build();
    }
    return http;
  }

  /** Those that this client believes; empty for plain HTTP. */
  Optional<Authorities> authorities() throws ClientException {
    return ServerTrust.authorities(target);
  }

  /** For one segment of a path or one value of a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  <T> T get(String path, Duration answerMax, Class<T> type) throws ClientException {
    return parse(send(request(path).timeout(answerMax).GET()), type);
  }

  <T> T delete(String path, Duration answerMax, Class<T> type) throws ClientException {
    return parse(send(request(path).timeout(answerMax).DELETE()), type);
  }

  <T> T post(String path, byte[] body, String idempotencyKey, Duration answerMax, Class<T> type)
      throws ClientException {
    var request =
        request(path)
            .timeout(answerMax)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofByteArray(body));
    return parse(send(request), type);
  }

  <T> T post(String path, byte[] body, Duration answerMax, Class<T> type) throws ClientException {
    var request =
        request(path)
            .timeout(answerMax)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    return parse(send(request), type);
  }

  /** Without a body. */
  <T> T post(String path, Duration answerMax, Class<T> type) throws ClientException {
    return parse(send(request(path).timeout(answerMax).POST(BodyPublishers.noBody())), type);
  }

  <T> T put(String path, Path file, Duration answerMax, Class<T> type) throws ClientException {
    return parse(send(request(path).timeout(answerMax).PUT(bodyOf(file))), type);
  }

  String text(String path, Duration answerMax) throws ClientException {
    return new String(send(request(path).timeout(answerMax).GET()), StandardCharsets.UTF_8);
  }

  boolean exists(String path, Duration answerMax) throws ClientException {
    var answer =
        exchange(
            request(path).timeout(answerMax).method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.discarding());
    return switch (answer.statusCode()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw refusal(answer.statusCode(), new byte[0]);
    };
  }

  /** Without a time limit: a large file on a slow link may take long. */
  void upload(String path, Path file) throws ClientException {
    send(request(path).header("Content-Type", "application/octet-stream").PUT(bodyOf(file)));
  }

  private static BodyPublisher bodyOf(Path file) {
    try {
      return BodyPublishers.ofFile(file);
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  long download(String path, OutputStream sink) throws ClientException, IOException {
    var answer = exchange(request(path).GET().build(), BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) throw refusal(answer.statusCode(), read(body));
      var buffer = new byte[COPY_BUFFER_BYTES];
      long bytes = 0;
      for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
        sink.write(buffer, 0, read);
        bytes += read;
      }
      return bytes;
    }
  }

  /** An answer that has no end until the caller closes it, or the connection breaks. */
  InputStream stream(String path) throws ClientException {
    var answer = exchange(request(path).GET().build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() == 200) return answer.body();
    try (var body = answer.body()) {
      throw refusal(answer.statusCode(), read(body));
    } catch (IOException e) {
      throw new UnreachableException(address(), e);
    }
  }

  /** The controller's, for what reads a stream itself. */
  UnreachableException broken(IOException e) {
    return new UnreachableException(address(), e);
  }

  private HttpRequest.Builder request(String path) {
    var builder = HttpRequest.newBuilder(URI.create(target.baseUrl() + path));
    target.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
    return builder;
  }

  private byte[] send(HttpRequest.Builder request) throws ClientException {
    var answer = exchange(request.build(), BodyHandlers.ofInputStream());
    try (var stream = answer.body()) {
      var body = read(stream);
      if (answer.statusCode() / 100 != 2) throw refusal(answer.statusCode(), body);
      return body;
    } catch (IOException e) {
      throw new UnreachableException(address(), e);
    }
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler)
      throws ClientException {
    try {
      var client = http();
      var answer = client.send(request, handler);
      for (int hurried = 0; isTooHurried(answer) && hurried < HURRIED_MAX; hurried++) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        answer = client.send(request, handler);
      }
      return answer;
    } catch (IOException e) {
      throw new UnreachableException(address(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(address(), new IOException("interrupted", e));
    }
  }

  /** A request that came too soon had no effect, and is taken a moment later. */
  private static boolean isTooHurried(HttpResponse<?> answer) {
    return answer.statusCode() == 429
        && answer.headers().firstValue("Retry-After").filter("1"::equals).isPresent();
  }

  private byte[] read(InputStream body) throws ClientException {
    try {
      var bytes = body.readNBytes(TEXT_BYTES_MAX + 1);
      if (bytes.length > TEXT_BYTES_MAX) {
        throw new StrangeAnswerException(address(), "an endless answer", null);
      }
      return bytes;
    } catch (IOException e) {
      throw new UnreachableException(address(), e);
    }
  }

  private int read(InputStream body, byte[] buffer) throws ClientException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new UnreachableException(address(), e);
    }
  }

  private <T> T parse(byte[] body, Class<T> type) throws ClientException {
    try {
      var value = json.readValue(body, type);
      if (value != null) return value;
    } catch (IOException e) {
      throw new StrangeAnswerException(address(), "an answer that cannot be understood", e);
    }
    throw new StrangeAnswerException(address(), "an empty answer", null);
  }

  private ClientException refusal(int status, byte[] body) {
    if (status == 401) return new RefusedException(problem(status, "no token", null));
    try {
      var problem = json.readValue(body, ProblemView.class);
      if (problem != null && problem.detail() != null && problem.code() != null) {
        return new RefusedException(problem);
      }
    } catch (JacksonException e) {
      return new StrangeAnswerException(address(), "an answer with status " + status, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StrangeAnswerException(address(), "an answer with status " + status, null);
  }

  private static ProblemView problem(int status, String detail, String hint) {
    return new ProblemView(null, null, status, null, detail, hint, null, null);
  }

  private ControllerAddress address() {
    return target.address();
  }

  @Override
  public synchronized void close() {
    if (http != null) http.shutdownNow();
  }
}
