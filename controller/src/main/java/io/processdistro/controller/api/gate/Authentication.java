package io.processdistro.controller.api.gate;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.Authenticator;
import io.processdistro.controller.security.Credentials;
import io.processdistro.controller.security.Identity;
import io.processdistro.controller.security.Principal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Finds out who sent a request, or refuses it; nothing of a refused request's body is read.
 *
 * <p>After too many wrong credentials an address is told so instead of why; right ones pass even
 * then. A secret of 192 bits is not found by trying at any speed, so the limit is against noise,
 * and nobody behind the same address can be locked out by it.
 */
public final class Authentication implements Handler<RoutingContext> {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String HINT =
      "send a token as 'Authorization: Bearer <token>'; the operator's own stands in"
          + " controller.json of the controller's state directory";

  private final Authenticator authenticator;
  private final LoginLimits limits;
  private final Audits audits;
  private final Consumer<HttpConnection> admitted;

  /**
   * @param admitted told of every connection on which somebody has shown who it is
   */
  public Authentication(
      Authenticator authenticator,
      LoginLimits limits,
      Audits audits,
      Consumer<HttpConnection> admitted) {
    this.authenticator = authenticator;
    this.limits = limits;
    this.audits = audits;
    this.admitted = admitted;
  }

  @Override
  public void handle(RoutingContext context) {
    var credentials = credentialsOf(context.request());
    switch (authenticator.authenticate(credentials)) {
      case Identity.Known(var principal) -> {
        welcome(context, principal);
        context.next();
      }
      case Identity.Refused(var reason) -> refuse(context, credentials, reason);
      case Identity.Unjudged() ->
          refuse(context, credentials, "this request does not say who sends it");
    }
  }

  private void welcome(RoutingContext context, Principal principal) {
    GuardedRouter.authenticated(context, principal);
    admitted.accept(context.request().connection());
    var address = Audits.addressOf(context);
    if (limits.isFirstUse(principal, address)) {
      audits.record(context, AuditKind.AUTHENTICATED, Map.of());
    }
  }

  private void refuse(RoutingContext context, Credentials credentials, String reason) {
    var address = Audits.addressOf(context);
    boolean shown = credentials.authorization().isPresent();
    if (shown ? limits.countsWrong(address) : limits.countsAnonymous(address)) {
      audits.record(
          context,
          AuditKind.AUTHENTICATION_FAILED,
          Map.of("reason", reason, "silent_before", Long.toString(limits.takeSilent())));
      context.fail(new ApiException(ErrorCode.UNAUTHENTICATED, null, reason, HINT));
      return;
    }
    limits.countSilent();
    context.fail(
        shown
            ? new ApiException(
                ErrorCode.UNAUTHENTICATED,
                TOO_MANY_REQUESTS,
                null,
                "too many wrong tokens came from this address",
                "wait a minute, and use the right token")
            : new ApiException(ErrorCode.UNAUTHENTICATED, null, reason, HINT));
  }

  /** What a request shows of who sends it. */
  public static Credentials credentialsOf(HttpServerRequest request) {
    return new Credentials(
        Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)), certificateOf(request));
  }

  /** A client without a certificate is an ordinary one. */
  private static Optional<X509Certificate> certificateOf(HttpServerRequest request) {
    if (!request.isSSL()) return Optional.empty();
    try {
      return request.connection().peerCertificates().stream()
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .findFirst();
    } catch (SSLPeerUnverifiedException withoutOne) {
      return Optional.empty();
    }
  }
}
