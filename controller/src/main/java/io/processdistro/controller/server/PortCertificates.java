package io.processdistro.controller.server;

import io.processdistro.controller.security.certificates.ServerCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS on the controller's port: which versions, which certificate, and a look every {@value
 * #CHECK_MILLIS} ms at whether that must be another one. Clients may show a certificate and need
 * not; one that is shown must be right. Belongs to the event loop.
 */
final class PortCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(PortCertificates.class);
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /**
   * In order of preference, which is the port's and not the client's. Keys of 128 bits first: a
   * quarter less to compute than with 256. All of them authenticate what they encrypt and keep
   * former connections secret when a key is stolen.
   */
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final long HANDSHAKE_SECONDS_MAX = 5;
  private static final long CHECK_MILLIS = 60_000;

  private final Vertx vertx;
  private final HttpServer server;
  private final ServerCertificates certificates;

  PortCertificates(Vertx vertx, HttpServer server, ServerCertificates certificates) {
    this.vertx = vertx;
    this.server = server;
    this.certificates = certificates;
  }

  /** HTTP/2 stays off: nobody here needs it, and its floods need no answer then. */
  static void protect(HttpServerOptions options, ServerCertificates certificates) {
    var identity = certificates.portIdentity();
    options
        .setSsl(true)
        .setUseAlpn(false)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS_MAX)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setClientAuth(ClientAuth.REQUEST)
        .setKeyCertOptions(KeyCertOptions.wrap(identity.own().keyManager()))
        .setTrustOptions(TrustOptions.wrap(identity.clients().trustManagers()));
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
  }

  /** Looks from now on, as long as the event loop lives. */
  void keep() {
    vertx.setPeriodic(CHECK_MILLIS, ignored -> refresh());
  }

  private void refresh() {
    vertx
        .executeBlocking(certificates::refresh)
        .compose(changed -> changed ? swap() : Future.succeededFuture())
        .onFailure(e -> LOG.error("tls=certificate-not-renewed reason=\"{}\"", e.toString()));
  }

  /** New connections are opened with the present certificate; those that exist go on. */
  Future<?> swap() {
    var identity = certificates.portIdentity();
    var options =
        new ServerSSLOptions()
            .setClientAuth(ClientAuth.REQUEST)
            .setUseAlpn(false)
            .setEnabledSecureTransportProtocols(PROTOCOLS)
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS_MAX)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setKeyCertOptions(KeyCertOptions.wrap(identity.own().keyManager()))
            .setTrustOptions(TrustOptions.wrap(identity.clients().trustManagers()));
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
    return server
        .updateSSLOptions(options)
        .onSuccess(ignored -> LOG.info("tls=certificate-changed"));
  }
}
