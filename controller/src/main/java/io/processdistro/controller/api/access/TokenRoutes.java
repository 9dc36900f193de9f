package io.processdistro.controller.api.access;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.gate.Audits;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.ApiNames;
import io.processdistro.controller.api.http.JsonBody;
import io.processdistro.controller.api.http.StrictJson;
import io.processdistro.controller.api.view.TokenJson;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.Role;
import io.processdistro.controller.security.TokenRecord;
import io.processdistro.controller.security.TokenRequest;
import io.processdistro.controller.security.TokenStore;
import io.processdistro.controller.security.TokenStoreException;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** {@code /v1/tokens}: made, listed, revoked. */
public final class TokenRoutes {
  private static final Pattern ID = Pattern.compile("[a-z2-7]{1,16}");

  private final TokenStore tokens;
  private final StrictJson json;
  private final InstantSource clock;
  private final WorkerExecutor workers;
  private final Audits audits;
  private final Answers answers;

  /**
   * @param workers write changes to disk
   */
  public TokenRoutes(
      TokenStore tokens,
      StrictJson json,
      InstantSource clock,
      WorkerExecutor workers,
      Audits audits,
      Answers answers) {
    this.tokens = tokens;
    this.json = json;
    this.clock = clock;
    this.workers = workers;
    this.audits = audits;
    this.answers = answers;
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.CREATE_TOKEN, this::create);
    router.on(Endpoint.LIST_TOKENS, this::list);
    router.on(Endpoint.REVOKE_TOKEN, this::revoke);
  }

  private void create(RoutingContext context) {
    JsonBody.read(context)
        .map(Buffer::getBytes)
        .map(body -> request(json.read(body, TokenJson.Request.class)))
        .compose(request -> workers.executeBlocking(() -> tokens.create(request), false))
        .onSuccess(
            issued -> {
              audits.record(context, AuditKind.TOKEN_CREATED, facts(issued.token()));
              answers.json(
                  context, 201, new TokenJson.Issued(show(issued.token()), issued.secret()));
            })
        .onFailure(e -> context.fail(refusal(e)));
  }

  private static TokenRequest request(TokenJson.Request asked) {
    if (asked.name() == null) throw ApiException.invalid("name", "name is missing");
    var role =
        Role.of(String.valueOf(asked.role()))
            .orElseThrow(
                () -> ApiException.invalid("role", "role is node, viewer, submitter or admin"));
    if (asked.ttlSeconds() == null) {
      throw ApiException.invalid("ttl_seconds", "ttl_seconds is missing");
    }
    var uses = asked.uses() == null ? OptionalInt.empty() : OptionalInt.of(asked.uses());
    try {
      return new TokenRequest(asked.name(), role, Duration.ofSeconds(asked.ttlSeconds()), uses);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(null, e.getMessage());
    }
  }

  private static Throwable refusal(Throwable e) {
    return e instanceof TokenStoreException
        ? new ApiException(ErrorCode.STORE_FAILED, null, e.getMessage(), null)
        : e;
  }

  private void list(RoutingContext context) {
    answers.json(context, 200, new TokenJson.Page(tokens.all().stream().map(this::show).toList()));
  }

  private void revoke(RoutingContext context) {
    var id = context.pathParam("id");
    if (!ID.matcher(id).matches()) {
      throw ApiException.invalid(
          "id", "a token's id is 8 characters of a-z and 2-7, or a unique start of them");
    }
    var whole = only(id).id();
    workers
        .executeBlocking(() -> tokens.revoke(whole), false)
        .onSuccess(
            found -> {
              if (found.isEmpty()) {
                context.fail(unknown(id));
                return;
              }
              audits.record(context, AuditKind.TOKEN_REVOKED, facts(found.get()));
              answers.json(context, 200, show(found.get()));
            })
        .onFailure(e -> context.fail(refusal(e)));
  }

  /** The token whose id is, or starts like, this. */
  private TokenRecord only(String prefix) {
    var found = tokens.all().stream().filter(token -> token.id().startsWith(prefix)).toList();
    if (found.size() == 1) return found.getFirst();
    throw found.isEmpty()
        ? unknown(prefix)
        : new ApiException(
            ErrorCode.CONFLICT,
            "id",
            "several tokens start with " + prefix,
            "give more characters of the id");
  }

  private static ApiException unknown(String id) {
    return new ApiException(
        ErrorCode.NOT_FOUND, "id", "there is no token " + id, "GET /v1/tokens lists them");
  }

  private static Map<String, String> facts(TokenRecord token) {
    return Map.of(
        "token", token.id(),
        "name", token.name(),
        "role", token.role().text(),
        "expires_at", token.expiresAt().toString());
  }

  private TokenJson show(TokenRecord token) {
    return new TokenJson(
        token.id(),
        token.name(),
        token.role().text(),
        ApiNames.nameOf(token.state(clock.instant())),
        token.createdAt().toString(),
        token.expiresAt().toString(),
        token.usesLeft().isPresent() ? token.usesLeft().getAsInt() : null,
        token.revokedAt().map(Instant::toString).orElse(null));
  }
}
