package io.processdistro.controller.server;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.processdistro.controller.security.AuditEvent;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.AuditLog;
import io.processdistro.controller.security.PeerAddress;
import io.processdistro.controller.security.RateLimiter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down which connections did not get as far as a request, at most {@value #PER_MINUTE} a
 * minute of an address. Belongs to the event loop.
 */
final class TlsFailures {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFailures.class);
  private static final int PER_MINUTE = 5;

  private final AuditLog audit;
  private final RateLimiter limiter;
  private long silent;

  TlsFailures(AuditLog audit, LongSupplier nanoTime) {
    this.audit = audit;
    this.limiter = RateLimiter.perMinute(PER_MINUTE, nanoTime);
  }

  void plainHttp(SocketAddress peer) {
    record(peer, "plain HTTP on the port for TLS");
  }

  void failed(SocketAddress peer, Throwable cause) {
    record(peer, reason(cause));
  }

  private void record(SocketAddress peer, String reason) {
    var address =
        peer instanceof InetSocketAddress inet && inet.getAddress() != null
            ? PeerAddress.of(inet.getAddress().getHostAddress())
            : AuditEvent.NOBODY;
    LOG.debug("tls=failed address={} reason=\"{}\"", address, reason);
    if (!limiter.takes(address)) {
      silent++;
      return;
    }
    audit.record(
        new AuditEvent(
            AuditKind.HANDSHAKE_FAILED,
            AuditEvent.NOBODY,
            address,
            Map.of("reason", reason, "silent_before", Long.toString(silent))));
    silent = 0;
  }

  private static String reason(Throwable cause) {
    return switch (cause) {
      case NotSslRecordException e -> "neither TLS nor HTTP";
      case SslHandshakeTimeoutException e -> "no end of the handshake in time";
      case ClosedChannelException e -> "closed before the end of the handshake";
      default -> innermost(cause);
    };
  }

  /** The JDK wraps what is wrong with a certificate several times. */
  private static String innermost(Throwable cause) {
    var link = cause;
    while (link.getCause() != null && link.getCause() != link) link = link.getCause();
    var text = link.getMessage() == null ? link.getClass().getSimpleName() : link.getMessage();
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
