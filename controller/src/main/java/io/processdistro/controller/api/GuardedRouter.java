package io.processdistro.controller.api;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.security.Principal;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * A router that takes handlers for rows of {@link Endpoint} only, and lets pass only whom the row
 * allows. Public rows are mounted before {@link #authenticateBy}, all others after it.
 */
final class GuardedRouter {
  private static final String PRINCIPAL = "principal";

  private final Router router;
  private boolean authenticated;

  GuardedRouter(Router router) {
    this.router = router;
  }

  /** From here on every request has a principal, those that match no row included. */
  void authenticateBy(Handler<RoutingContext> authentication) {
    router.route().handler(authentication);
    authenticated = true;
  }

  void on(Endpoint endpoint, Handler<RoutingContext> handler) {
    if (endpoint.isPublic() == authenticated) {
      throw new IllegalStateException(endpoint + " is mounted on the wrong side of authentication");
    }
    var route = router.route(endpoint.method(), endpoint.path());
    if (!endpoint.isPublic()) route.handler(context -> requireAllowed(context, endpoint));
    route.handler(handler);
  }

  private static void requireAllowed(RoutingContext context, Endpoint endpoint) {
    var principal = principalOf(context);
    if (endpoint.allows(principal.role())) {
      context.next();
      return;
    }
    throw new ApiException(
        ErrorCode.FORBIDDEN,
        null,
        "a " + principal.role().text() + " may not do this: it takes " + endpoint.rolesText(),
        "ask the operator for a token of such a role (controller token create --role)");
  }

  /** Who sent this request; there is always somebody behind the authentication. */
  static Principal principalOf(RoutingContext context) {
    Principal principal = context.get(PRINCIPAL);
    if (principal == null) throw new IllegalStateException("nobody was authenticated");
    return principal;
  }

  static void authenticated(RoutingContext context, Principal principal) {
    context.put(PRINCIPAL, principal);
  }
}
