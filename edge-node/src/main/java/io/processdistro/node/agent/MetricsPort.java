package io.processdistro.node.agent;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics} on loopback, in plain HTTP and without asking who it is: numbers
 * that every user of the machine may see. Belongs to the event loop on which it is opened.
 */
final class MetricsPort {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String PATH = "/metrics";
  private static final int IDLE_SECONDS_MAX = 75;
  private static final int HEADER_BYTES_MAX = 8 << 10;

  private final Supplier<NodeStatus> status;

  private MetricsPort(Supplier<NodeStatus> status) {
    this.status = status;
  }

  /**
   * Listens until Vert.x is closed.
   *
   * @param port 0 for any free one
   * @param status asked on this event loop, for every answer
   * @return the port; fails if it is taken
   */
  static Future<Integer> open(Vertx vertx, int port, Supplier<NodeStatus> status) {
    var options =
        new HttpServerOptions()
            .setHost(LOOPBACK)
            .setPort(port)
            .setIdleTimeout(IDLE_SECONDS_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX);
    return vertx
        .createHttpServer(options)
        .requestHandler(new MetricsPort(status)::answer)
        .listen()
        .map(HttpServer::actualPort);
  }

  private void answer(HttpServerRequest request) {
    var response = request.response();
    if (!request.path().equals(PATH)) {
      response.setStatusCode(404).end("only " + PATH + " is here\n");
    } else if (request.method() != HttpMethod.GET) {
      response.setStatusCode(405).putHeader("Allow", "GET").end("only GET is answered\n");
    } else {
      response
          .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
          .end(NodeMetric.expose(status.get()));
    }
  }
}
