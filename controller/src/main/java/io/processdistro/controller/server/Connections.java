package io.processdistro.controller.server;

import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.security.PeerAddress;
import io.processdistro.controller.security.SecurityLimits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may hold a connection, and for how long without asking anything.
 *
 * <p>A connection is a newcomer until a request on it has shown right credentials. It has little
 * time for each request's head, and an address has few newcomers: when there is one too many, the
 * oldest goes. So whoever opens connections and says nothing, or says it a byte at a time, only
 * drives out his own. Belongs to the event loop.
 */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final long NO_TIMER = -1;

  private static final class Guest {
    final String address;
    boolean newcomer = true;
    long timer = NO_TIMER;

    Guest(String address) {
      this.address = address;
    }
  }

  private final Vertx vertx;
  private final SecurityLimits limits;
  private final Map<HttpConnection, Guest> guests = new IdentityHashMap<>();
  private final Map<String, SequencedSet<HttpConnection>> newcomers = new HashMap<>();

  Connections(Vertx vertx, SecurityLimits limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  void opened(HttpConnection connection) {
    if (guests.size() >= limits.connectionsMax()) {
      LOG.warn("http=connection-refused connections={}", guests.size());
      close(connection);
      return;
    }
    var guest = new Guest(PeerAddress.of(connection.remoteAddress().hostAddress()));
    guests.put(connection, guest);
    var ofAddress = newcomers.computeIfAbsent(guest.address, ignored -> new LinkedHashSet<>());
    if (ofAddress.size() >= limits.newcomersPerAddressMax()) close(ofAddress.removeFirst());
    ofAddress.add(connection);
    connection.closeHandler(ignored -> closed(connection));
    awaitHead(connection, guest);
  }

  /** A request's head has arrived. */
  void requested(HttpServerRequest request) {
    var connection = request.connection();
    var guest = guests.get(connection);
    if (guest == null) return;
    vertx.cancelTimer(guest.timer);
    request.response().endHandler(ignored -> answered(request, connection, guest));
  }

  /** A request on it has shown who sends it. */
  void admitted(HttpConnection connection) {
    var guest = guests.get(connection);
    if (guest == null || !guest.newcomer) return;
    guest.newcomer = false;
    forgetNewcomer(connection, guest);
  }

  private void answered(HttpServerRequest request, HttpConnection connection, Guest guest) {
    boolean upgraded =
        !guest.newcomer
            && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
            && request.response().getStatusCode() < 400;
    if (!upgraded && guests.containsKey(connection)) awaitHead(connection, guest);
  }

  private void awaitHead(HttpConnection connection, Guest guest) {
    guest.timer = vertx.setTimer(patience(guest).toMillis(), ignored -> close(connection));
  }

  private Duration patience(Guest guest) {
    return guest.newcomer ? limits.newcomerPatience() : ApiLimits.IDLE_MAX;
  }

  private void closed(HttpConnection connection) {
    var guest = guests.remove(connection);
    if (guest == null) return;
    vertx.cancelTimer(guest.timer);
    forgetNewcomer(connection, guest);
  }

  private void forgetNewcomer(HttpConnection connection, Guest guest) {
    var ofAddress = newcomers.get(guest.address);
    if (ofAddress == null) return;
    ofAddress.remove(connection);
    if (ofAddress.isEmpty()) newcomers.remove(guest.address);
  }

  private static void close(HttpConnection connection) {
    connection.close().onFailure(e -> LOG.debug("http=close-failed reason=\"{}\"", e.toString()));
  }
}
