package io.processdistro.controller.server;

import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.api.ApiLimits;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server with its bounds. A connection that does not get its first request's head across
 * in time is cut. Belongs to the event loop.
 */
final class HttpListener {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int BACKLOG = 1_024;

  private final Vertx vertx;

  /** Connections that have not sent a request yet, with the timer that cuts them. */
  private final Map<HttpConnection, Long> newcomers = new IdentityHashMap<>();

  private HttpListener(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * @param certificates empty to speak plain HTTP
   */
  static HttpServer create(Vertx vertx, Router router, Optional<ServerCertificates> certificates) {
    var listener = new HttpListener(vertx);
    var options = options();
    certificates.ifPresent(known -> PortCertificates.protect(options, known));
    return vertx
        .createHttpServer(options)
        .connectionHandler(listener::opened)
        .exceptionHandler(e -> LOG.debug("http=connection-error reason=\"{}\"", e.toString()))
        .requestHandler(
            request -> {
              listener.welcome(request.connection());
              router.handle(request);
            });
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setAcceptBacklog(BACKLOG)
        .setMaxInitialLineLength(ApiLimits.REQUEST_LINE_BYTES_MAX)
        .setMaxHeaderSize(ApiLimits.HEADERS_BYTES_MAX)
        .setIdleTimeout((int) ApiLimits.IDLE_MAX.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setHandle100ContinueAutomatically(false)
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(WireLimits.FRAME_BYTES_MAX)
        .setMaxWebSocketMessageSize(WireLimits.FRAME_BYTES_MAX);
  }

  private void opened(HttpConnection connection) {
    long timer =
        vertx.setTimer(
            ApiLimits.FIRST_REQUEST_MAX.toMillis(),
            ignored -> {
              newcomers.remove(connection);
              connection
                  .close()
                  .onFailure(e -> LOG.debug("http=close-failed reason=\"{}\"", e.toString()));
            });
    newcomers.put(connection, timer);
    connection.closeHandler(ignored -> welcome(connection));
  }

  private void welcome(HttpConnection connection) {
    var timer = newcomers.remove(connection);
    if (timer != null) vertx.cancelTimer(timer);
  }
}
