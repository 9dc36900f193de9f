package io.processdistro.controller.api;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.security.Authenticator;
import io.processdistro.controller.security.Credentials;
import io.processdistro.controller.security.Identity;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Finds out who sent a request, or refuses it; nothing of a refused request's body is read. */
final class Authentication implements Handler<RoutingContext> {
  private static final String HINT =
      "send a token as 'Authorization: Bearer <token>'; the operator's own stands in"
          + " controller.json of the controller's state directory";

  private final Authenticator authenticator;

  Authentication(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public void handle(RoutingContext context) {
    switch (authenticator.authenticate(credentialsOf(context.request()))) {
      case Identity.Known(var principal) -> {
        GuardedRouter.authenticated(context, principal);
        context.next();
      }
      case Identity.Refused(var reason) -> refuse(context, reason);
      case Identity.Unjudged() -> refuse(context, "this request does not say who sends it");
    }
  }

  private static void refuse(RoutingContext context, String reason) {
    context.fail(new ApiException(ErrorCode.UNAUTHENTICATED, null, reason, HINT));
  }

  private static Credentials credentialsOf(HttpServerRequest request) {
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
