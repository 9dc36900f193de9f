package io.processdistro.controller.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.api.view.ProblemView;
import io.processdistro.controller.api.view.ViewJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Speaks the HTTP API on a real socket and does what the test says: it keeps blobs, hands out one
 * job whose states were given in advance, and remembers every request.
 */
public final class FakeController implements AutoCloseable {
  public static final String TOKEN = "a-token-for-tests-only";
  public static final String JOB = "abcdefghijklmnop";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requests = new ArrayList<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private final Queue<JobJson> jobStates = new ArrayDeque<>();
  private final List<NodeJson> nodes = new ArrayList<>();
  private ProblemView refusal;
  private byte[] result = {};
  private int resultBytesMissing;
  private String submission;
  private long version = 1;

  public FakeController() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** An access file's content for this controller, which speaks plain HTTP. */
  public String access(String token) {
    return "{\"address\":\"127.0.0.1\",\"port\":%d,\"token\":\"%s\",\"ca\":\"\"}"
        .formatted(server.getAddress().getPort(), token);
  }

  /** The job's next state; the last one stays. */
  public synchronized FakeController then(JobJson state) {
    jobStates.add(state);
    return this;
  }

  public synchronized FakeController withNode(NodeJson node) {
    nodes.add(node);
    return this;
  }

  public synchronized FakeController withResult(byte[] bytes) {
    result = bytes;
    return this;
  }

  /** The connection breaks when so many bytes of the result are still to come. */
  public synchronized FakeController breakingResult(int bytesMissing) {
    resultBytesMissing = bytesMissing;
    return this;
  }

  public synchronized FakeController withBlob(byte[] content) {
    blobs.put(ContentHash.of(content).toString(), content);
    return this;
  }

  public synchronized FakeController refusing(int status, String code, String detail) {
    return refusing(status, code, detail, null);
  }

  public synchronized FakeController refusing(
      int status, String code, String detail, String field) {
    refusal = new ProblemView("about:blank", code, status, code, detail, null, field, null);
    return this;
  }

  /** "METHOD path" of every request so far. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** The body of the last POST. */
  public synchronized String submission() {
    return submission;
  }

  public synchronized byte[] blob(ContentHash hash) {
    return blobs.get(hash.toString());
  }

  public static JobJson job(
      String state, long done, long running, String waitingReason, JobJson.Failure e) {
    var result =
        state.equals("completed") ? new JobJson.Result(3, "npy", "x/y", "C.npy", null, null) : null;
    return job(state, done, running, waitingReason, result, e, false);
  }

  /** Of a job a few tiles, computed for an estimate: completed, and without a result. */
  public static JobJson sample() {
    return job("completed", 10, 0, null, null, null, true);
  }

  private static JobJson job(
      String state,
      long done,
      long running,
      String waitingReason,
      JobJson.Result result,
      JobJson.Failure e,
      boolean estimate) {
    return new JobJson(
        JOB,
        "matrix_mul",
        state,
        1,
        "anonymous",
        "normal",
        ViewJson.lenient().createObjectNode(),
        null,
        estimate,
        "2026-01-01T00:00:00.123Z",
        null,
        null,
        new JobJson.Progress(10, false, done, running, done / 10.0),
        codeOf(waitingReason),
        waitingReason,
        result,
        e,
        new JobJson.Timing(1, 2, 3, 6, 4, 3),
        new JobJson.Stats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        new JobJson.Links("", "", "", "", ""));
  }

  private static String codeOf(String waitingReason) {
    if (waitingReason == null) return null;
    if (waitingReason.equals("no node is connected")) return "no_nodes";
    return waitingReason.contains("memory") ? "no_node_fits" : "busy";
  }

  private synchronized JobJson nextState() {
    var job = jobStates.size() > 1 ? jobStates.poll() : jobStates.peek();
    return new JobJson(
        job.id(),
        job.taskType(),
        job.state(),
        version++,
        job.submitter(),
        job.priority(),
        job.params(),
        job.module(),
        job.estimate(),
        job.submittedAt(),
        job.startedAt(),
        job.finishedAt(),
        job.progress(),
        job.waitingCode(),
        job.waitingReason(),
        job.result(),
        job.error(),
        job.timing(),
        job.stats(),
        job.links());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      synchronized (this) {
        requests.add(exchange.getRequestMethod() + " " + path);
      }
      var body = exchange.getRequestBody().readAllBytes();
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        problem(
            exchange,
            new ProblemView("", "", 401, "UNAUTHENTICATED", "no token", null, null, null));
      } else if (path.startsWith("/v1/blobs/")) {
        blob(exchange, path.substring("/v1/blobs/".length()), body);
      } else if (path.equals("/v1/nodes")) {
        send(exchange, 200, new NodeJson.Page(nodes, null));
      } else if (path.equals("/metrics")) {
        sendBytes(exchange, 200, "up{a=\"b c\"} 1.0\n".getBytes(StandardCharsets.UTF_8));
      } else if (refusal != null) {
        problem(exchange, refusal);
      } else if (path.endsWith("/result")) {
        result(exchange);
      } else if (path.equals("/v1/jobs") && exchange.getRequestMethod().equals("GET")) {
        send(exchange, 200, new JobJson.Page(List.of(nextState()), null));
      } else {
        if (exchange.getRequestMethod().equals("POST")) {
          synchronized (this) {
            submission = new String(body, StandardCharsets.UTF_8);
          }
        }
        pauseForLongPoll(exchange);
        send(exchange, exchange.getRequestMethod().equals("POST") ? 201 : 200, nextState());
      }
    }
  }

  /** A short one: what counts is that the client comes back. */
  private static void pauseForLongPoll(HttpExchange exchange) {
    if (exchange.getRequestURI().getQuery() == null) return;
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void result(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, result.length);
    exchange.getResponseBody().write(result, 0, result.length - resultBytesMissing);
  }

  private synchronized void blob(HttpExchange exchange, String hash, byte[] body)
      throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(blobs.containsKey(hash) ? 200 : 404, -1);
    } else {
      blobs.put(hash, body);
      exchange.sendResponseHeaders(201, -1);
    }
  }

  private static void problem(HttpExchange exchange, ProblemView problem) throws IOException {
    send(exchange, problem.status(), problem);
  }

  private static void send(HttpExchange exchange, int status, Object value) throws IOException {
    try {
      sendBytes(exchange, status, ViewJson.lenient().writeValueAsBytes(value));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sendBytes(HttpExchange exchange, int status, byte[] bytes)
      throws IOException {
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
