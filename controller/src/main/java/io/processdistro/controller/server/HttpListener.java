package io.processdistro.controller.server;

import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server with its bounds. */
final class HttpListener {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int BACKLOG = 1_024;

  private HttpListener() {}

  /**
   * @param certificates empty to speak plain HTTP
   */
  static HttpServer create(
      Vertx vertx,
      Router router,
      Connections connections,
      Optional<ServerCertificates> certificates) {
    var options = options();
    certificates.ifPresent(known -> PortCertificates.protect(options, known));
    return vertx
        .createHttpServer(options)
        .connectionHandler(connections::opened)
        .exceptionHandler(e -> LOG.debug("http=connection-error reason=\"{}\"", e.toString()))
        .requestHandler(
            request -> {
              connections.requested(request);
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
}
