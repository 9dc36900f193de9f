package io.processdistro.controller.api.gate;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.security.RateLimiter;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/**
 * A router that takes handlers for rows of {@link Endpoint} only, and lets pass only whom the row
 * allows, as often as the limits do. Public rows are mounted before {@link #authenticateBy}, all
 * others after it.
 */
public final class GuardedRouter {
  private static final String PRINCIPAL = "principal";

  private final Router router;
  private final RateLimiter requests;
  private final Audits audits;
  private boolean authenticated;

  /**
   * @param requests of each principal, and of each address that has none
   */
  public GuardedRouter(Router router, RateLimiter requests, Audits audits) {
    this.router = router;
    this.requests = requests;
    this.audits = audits;
  }

  /** From here on every request has a principal, those that match no row included. */
  public void authenticateBy(Handler<RoutingContext> authentication) {
    router.route().handler(authentication);
    authenticated = true;
  }

  public void on(Endpoint endpoint, Handler<RoutingContext> handler) {
    if (endpoint.isPublic() == authenticated) {
      throw new IllegalStateException(endpoint + " is mounted on the wrong side of authentication");
    }
    router
        .route(endpoint.method(), endpoint.path())
        .handler(
            context -> {
              if (!endpoint.isPublic()) requireAllowed(context, endpoint);
              if (!endpoint.isTransfer()) requireUnhurried(context);
              context.next();
            })
        .handler(handler);
  }

  private void requireAllowed(RoutingContext context, Endpoint endpoint) {
    var principal = principalOf(context);
    if (endpoint.allows(principal.role())) return;
    audits.record(context, AuditKind.FORBIDDEN, Map.of("takes", endpoint.rolesText()));
    throw new ApiException(
        ErrorCode.FORBIDDEN,
        null,
        "a " + principal.role().text() + " may not do this: it takes " + endpoint.rolesText(),
        "ask the operator for a token of such a role (controller token create --role)");
  }

  private void requireUnhurried(RoutingContext context) {
    var party =
        knownPrincipalOf(context)
            .map(Principal::toString)
            .orElseGet(() -> Audits.addressOf(context));
    if (requests.takes(party)) return;
    throw new ApiException(
        ErrorCode.RATE_LIMITED,
        null,
        "this identity sends more requests than the controller takes",
        "send them more slowly; Retry-After says when the next is taken");
  }

  /** Who sent this request; there is always somebody behind the authentication. */
  public static Principal principalOf(RoutingContext context) {
    return knownPrincipalOf(context)
        .orElseThrow(() -> new IllegalStateException("nobody was authenticated"));
  }

  /** Empty before the authentication and for public rows. */
  static Optional<Principal> knownPrincipalOf(RoutingContext context) {
    return Optional.ofNullable(context.get(PRINCIPAL));
  }

  static void authenticated(RoutingContext context, Principal principal) {
    context.put(PRINCIPAL, principal);
  }
}
