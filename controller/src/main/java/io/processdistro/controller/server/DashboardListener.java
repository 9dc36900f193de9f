package io.processdistro.controller.server;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.net.BindException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second listener: the same routes in plain HTTP, on loopback alone. Belongs to the event loop
 * until it listens, then immutable.
 */
final class DashboardListener {
  private static final Logger LOG = LoggerFactory.getLogger(DashboardListener.class);
  private static final String LOOPBACK = "127.0.0.1";

  private final DashboardPort wanted;
  private volatile Optional<HttpServer> server = Optional.empty();

  DashboardListener(DashboardPort wanted) {
    this.wanted = wanted;
  }

  /**
   * Fails with a {@link StartException} if the port is required and cannot be had.
   *
   * @param servers makes a server that does not listen yet
   */
  Future<Void> listen(Supplier<HttpServer> servers) {
    if (wanted.port().isEmpty()) return Future.succeededFuture();
    int port = wanted.port().getAsInt();
    return servers
        .get()
        .listen(port, LOOPBACK)
        .transform(
            listening -> {
              if (listening.succeeded()) {
                server = Optional.of(listening.result());
                return Future.succeededFuture();
              }
              if (wanted.required()) {
                return Future.failedFuture(
                    new StartException(whyNot(port, listening.cause()), listening.cause()));
              }
              LOG.info("dashboard=not-listening reason=\"{}\"", listening.cause().toString());
              return Future.succeededFuture();
            });
  }

  private static String whyNot(int port, Throwable cause) {
    return cause instanceof BindException
        ? "the dashboard's port "
            + port
            + " is in use: choose another with --dashboard-port (0: none), or stop what uses it"
        : "the dashboard cannot listen on port " + port + ": " + cause.getMessage();
  }

  /** The port it listens on; empty if it does not. Any thread. */
  OptionalInt port() {
    return server
        .map(listening -> OptionalInt.of(listening.actualPort()))
        .orElse(OptionalInt.empty());
  }

  /** Whether it was to listen and could not. */
  boolean wasRefused() {
    return wanted.port().isPresent() && server.isEmpty();
  }

  Future<Void> close() {
    return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
  }
}
