package io.processdistro.controller.api;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.security.AccessToken;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Lets pass only requests that carry the token; nothing of a refused request's body is read. */
final class TokenCheck implements Handler<RoutingContext> {
  private final AccessToken token;

  TokenCheck(AccessToken token) {
    this.token = token;
  }

  @Override
  public void handle(RoutingContext context) {
    var header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (token.isCarriedBy(header)) {
      context.next();
    } else {
      context.fail(
          new ApiException(
              ErrorCode.UNAUTHENTICATED,
              null,
              header == null ? "this request carries no token" : "the token is wrong",
              "send the controller's token as 'Authorization: Bearer <token>'; it stands in"
                  + " controller.json of the controller's state directory"));
    }
  }
}
