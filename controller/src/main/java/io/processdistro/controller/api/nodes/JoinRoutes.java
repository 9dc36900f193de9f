package io.processdistro.controller.api.nodes;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.controller.api.gate.Audits;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.gate.LoginLimits;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.JsonBody;
import io.processdistro.controller.api.http.StrictJson;
import io.processdistro.controller.api.view.JoinJson;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.Role;
import io.processdistro.controller.security.TokenStore;
import io.processdistro.controller.security.TokenStoreException;
import io.processdistro.controller.security.TokenVerdict;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** Certificates for nodes: the first for a token, later ones for the present one. */
public final class JoinRoutes {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String SCHEME = "Bearer ";

  private final MemberCertificates membership;
  private final TokenStore tokens;
  private final StrictJson json;
  private final WorkerExecutor workers;
  private final LoginLimits limits;
  private final Audits audits;
  private final Answers answers;

  /**
   * @param workers issue certificates and write to disk
   */
  public JoinRoutes(
      MemberCertificates membership,
      TokenStore tokens,
      StrictJson json,
      WorkerExecutor workers,
      LoginLimits limits,
      Audits audits,
      Answers answers) {
    this.membership = membership;
    this.tokens = tokens;
    this.json = json;
    this.workers = workers;
    this.limits = limits;
    this.audits = audits;
    this.answers = answers;
  }

  public void mountPublic(GuardedRouter router) {
    router.on(Endpoint.JOIN, this::join);
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.RENEW_CERTIFICATE, this::renew);
    router.on(Endpoint.ROTATE_AUTHORITY, this::rotate);
  }

  private void join(RoutingContext context) {
    var secret = secretOf(context);
    read(context)
        .compose(request -> workers.executeBlocking(() -> admit(request, secret), false))
        .onSuccess(given -> given(context, AuditKind.NODE_JOINED, given))
        .onFailure(e -> refuse(context, e));
  }

  private static Optional<String> secretOf(RoutingContext context) {
    return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip());
  }

  /** The token is looked at last, so that nothing else can cost one of its uses. */
  private MemberCertificates.Issued admit(CertificateRequest request, Optional<String> secret)
      throws TokenStoreException {
    membership.requireNotRevoked(request.node());
    if (secret.isEmpty()) throw unauthenticated("a node joins with a token of role node");
    return switch (tokens.redeem(secret.get())) {
      case TokenVerdict.Right right -> membership.issue(request);
      case TokenVerdict.Worthless(var token, var reason) -> throw unauthenticated(reason);
      case TokenVerdict.Unknown() -> throw unauthenticated("the token is wrong");
    };
  }

  private static ApiException unauthenticated(String reason) {
    return new ApiException(
        ErrorCode.UNAUTHENTICATED,
        null,
        reason,
        "\"controller token create --role node --name NAME\" makes a new one");
  }

  /** A node asks for itself alone; the operator for every node. */
  private void renew(RoutingContext context) {
    var principal = GuardedRouter.principalOf(context);
    read(context)
        .map(
            request -> {
              boolean own = request.node().text().equals(principal.name());
              if (principal.role() == Role.NODE && !own) {
                throw new ApiException(
                    ErrorCode.FORBIDDEN, null, "a node renews its own certificate only", null);
              }
              membership.requireNotRevoked(request.node());
              return request;
            })
        .compose(request -> workers.executeBlocking(() -> membership.issue(request), false))
        .onSuccess(
            given ->
                given(
                    context,
                    principal.role() == Role.NODE
                        ? AuditKind.CERTIFICATE_RENEWED
                        : AuditKind.NODE_JOINED,
                    given))
        .onFailure(e -> refuse(context, e));
  }

  private Future<CertificateRequest> read(RoutingContext context) {
    return JsonBody.read(context)
        .map(Buffer::getBytes)
        .map(
            body -> {
              membership.certificates();
              return MemberCertificates.parse(json.read(body, JoinJson.class).request());
            });
  }

  private void given(RoutingContext context, AuditKind kind, MemberCertificates.Issued issued) {
    audits.record(context, kind, Map.of("node", issued.node().text()));
    answers.json(context, 200, issued.given());
  }

  /** Wrong tokens from one address are bounded as everywhere else. */
  private void refuse(RoutingContext context, Throwable e) {
    if (!(e instanceof ApiException refusal)) {
      context.fail(
          e instanceof TokenStoreException
              ? new ApiException(ErrorCode.STORE_FAILED, null, e.getMessage(), null)
              : e);
      return;
    }
    if (limits.countsWrong(Audits.addressOf(context))) {
      audits.record(
          context, AuditKind.NODE_REFUSED, Map.of("reason", String.valueOf(e.getMessage())));
      context.fail(refusal);
    } else {
      limits.countSilent();
      context.fail(
          new ApiException(
              ErrorCode.UNAUTHENTICATED,
              TOO_MANY_REQUESTS,
              null,
              "too many attempts to join came from this address",
              "wait a minute, and use the right token"));
    }
  }

  private void rotate(RoutingContext context) {
    var certificates = membership.certificates();
    workers
        .<Void>executeBlocking(
            () -> {
              certificates.rotate();
              return null;
            },
            false)
        .compose(ignored -> membership.changed().get())
        .onSuccess(
            ignored -> {
              var now = certificates.authorities();
              audits.record(
                  context, AuditKind.CA_ROTATED, Map.of("authority", now.fingerprint().toString()));
              answers.json(context, 200, new JoinJson.Trust(now.pem()));
            })
        .onFailure(
            e ->
                context.fail(
                    e instanceof StateException
                        ? new ApiException(ErrorCode.CONFLICT, null, e.getMessage(), null)
                        : e));
  }
}
