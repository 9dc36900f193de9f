package io.processdistro.controller.api.http;

import io.processdistro.common.errors.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Asks for a body that the client holds back ({@code Expect: 100-continue}). */
public final class ExpectContinue {
  private ExpectContinue() {}

  /** Call it behind everything that can refuse the request without its body. */
  public static void ask(RoutingContext context) {
    var expectation = context.request().getHeader(HttpHeaders.EXPECT);
    if (expectation == null) return;
    if (!expectation.equalsIgnoreCase("100-continue")) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, 417, "Expect", "only Expect: 100-continue is known", null);
    }
    context.response().writeContinue();
  }
}
