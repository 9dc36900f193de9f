package io.processdistro.controller.api.access;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.gate.Audits;
import io.processdistro.controller.api.gate.Authentication;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.gate.LoginLimits;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.JsonBody;
import io.processdistro.controller.api.http.StrictJson;
import io.processdistro.controller.api.view.UiJson;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.sessions.BrowserLogin;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** How browsers get in: a code for a link, and a session for the code. */
public final class LoginRoutes {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int CODE_LENGTH_MAX = 200;

  private final BrowserLogin login;
  private final Supplier<OptionalInt> dashboardPort;
  private final LoginLimits limits;
  private final StrictJson json;
  private final Audits audits;
  private final Answers answers;

  /**
   * @param dashboardPort of the plain listener on loopback; empty if there is none
   */
  public LoginRoutes(
      BrowserLogin login,
      Supplier<OptionalInt> dashboardPort,
      LoginLimits limits,
      StrictJson json,
      Audits audits,
      Answers answers) {
    this.login = login;
    this.dashboardPort = dashboardPort;
    this.limits = limits;
    this.json = json;
    this.audits = audits;
    this.answers = answers;
  }

  public void mountPublic(GuardedRouter router) {
    router.on(Endpoint.OPEN_SESSION, this::openSession);
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.CREATE_LINK, this::createLink);
  }

  /** A session makes none: else it could prolong itself for ever. */
  private void createLink(RoutingContext context) {
    if (login.isSession(Authentication.credentialsOf(context.request()))) {
      throw new ApiException(
          ErrorCode.FORBIDDEN,
          null,
          "a session of the dashboard makes no links",
          "\"controller ui\" makes one");
    }
    var code = login.createCode(GuardedRouter.principalOf(context));
    audits.record(context, AuditKind.LINK_CREATED, Map.of());
    var port = dashboardPort.get();
    answers.json(
        context,
        201,
        new UiJson.Link(
            code.text(), code.expiresAt().toString(), port.isPresent() ? port.getAsInt() : null));
  }

  private void openSession(RoutingContext context) {
    JsonBody.read(context)
        .map(Buffer::getBytes)
        .map(body -> codeIn(json.read(body, UiJson.Login.class)))
        .onSuccess(code -> open(context, code))
        .onFailure(context::fail);
  }

  private static String codeIn(UiJson.Login asked) {
    if (asked.code() == null) throw ApiException.invalid("code", "code is missing");
    if (asked.code().length() > CODE_LENGTH_MAX) {
      throw ApiException.invalid("code", "code is at most " + CODE_LENGTH_MAX + " characters");
    }
    return asked.code();
  }

  private void open(RoutingContext context, String code) {
    var session = login.open(code);
    if (session.isEmpty()) {
      context.fail(refusal(context));
      return;
    }
    var principal = session.get().principal();
    audits.record(context, AuditKind.SESSION_OPENED, Map.of("principal", principal.toString()));
    answers.json(
        context,
        201,
        new UiJson.Session(
            session.get().token(),
            principal.role().text(),
            principal.name(),
            session.get().expiresAt().toString()));
  }

  /** Wrong codes from one address are bounded as wrong tokens are. */
  private ApiException refusal(RoutingContext context) {
    if (!limits.countsWrong(Audits.addressOf(context))) {
      limits.countSilent();
      return new ApiException(
          ErrorCode.UNAUTHENTICATED,
          TOO_MANY_REQUESTS,
          null,
          "too many wrong codes came from this address",
          "wait a minute, then make a new link with \"controller ui\"");
    }
    audits.record(context, AuditKind.AUTHENTICATION_FAILED, Map.of("reason", "a wrong code"));
    return new ApiException(
        ErrorCode.UNAUTHENTICATED,
        "code",
        "this link was used before, has expired, or is wrong",
        "\"controller ui\" makes a new one");
  }
}
