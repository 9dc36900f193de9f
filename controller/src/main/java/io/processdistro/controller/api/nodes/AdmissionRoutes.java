package io.processdistro.controller.api.nodes;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeName;
import io.processdistro.controller.api.gate.Audits;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.gate.LoginLimits;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.JsonBody;
import io.processdistro.controller.api.http.StrictJson;
import io.processdistro.controller.api.view.AdmissionJson;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.PeerAddress;
import io.processdistro.controller.security.RateLimiter;
import io.processdistro.controller.security.join.AdmissionAnswer;
import io.processdistro.controller.security.join.PendingNode;
import io.processdistro.controller.security.join.PendingNodes;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Nodes without a token ask to be admitted, and wait until the operator has decided. */
public final class AdmissionRoutes {
  private static final int ACCEPTED = 202;
  private static final int ASKED_PER_MINUTE = 10;

  private final MemberCertificates membership;
  private final PendingNodes pending;
  private final StrictJson json;
  private final WorkerExecutor workers;
  private final RateLimiter asked;
  private final LoginLimits limits;
  private final Audits audits;
  private final Answers answers;

  /**
   * @param workers issue certificates
   */
  public AdmissionRoutes(
      MemberCertificates membership,
      PendingNodes pending,
      StrictJson json,
      WorkerExecutor workers,
      LoginLimits limits,
      LongSupplier nanoTime,
      Audits audits,
      Answers answers) {
    this.membership = membership;
    this.pending = pending;
    this.json = json;
    this.workers = workers;
    this.asked = RateLimiter.perMinute(ASKED_PER_MINUTE, nanoTime);
    this.limits = limits;
    this.audits = audits;
    this.answers = answers;
  }

  public void mountPublic(GuardedRouter router) {
    router.on(Endpoint.ASK_ADMISSION, this::ask);
    router.on(Endpoint.POLL_ADMISSION, this::poll);
  }

  private record Question(CertificateRequest request, NodeName name, ContentHash commitment) {}

  private void ask(RoutingContext context) {
    JsonBody.read(context)
        .map(Buffer::getBytes)
        .compose(body -> workers.executeBlocking(() -> question(body), false))
        .map(question -> take(context, question))
        .onSuccess(given -> answers.json(context, ACCEPTED, given))
        .onFailure(context::fail);
  }

  /** Checks a signature: on a worker. */
  private Question question(byte[] body) {
    membership.certificates();
    var read = json.read(body, AdmissionJson.class);
    var request = MemberCertificates.parse(read.request());
    membership.requireNotRevoked(request.node());
    try {
      return new Question(
          request,
          new NodeName(String.valueOf(read.name())),
          ContentHash.parse(String.valueOf(read.commitment())));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(null, e.getMessage());
    }
  }

  private AdmissionJson.Asked take(RoutingContext context, Question question) {
    if (!asked.takes(Audits.addressOf(context))) {
      throw new ApiException(
          ErrorCode.RATE_LIMITED,
          null,
          "too many nodes of this address asked to be admitted",
          "wait a minute");
    }
    return pending
        .ask(
            question.request(),
            question.name(),
            addressOf(context),
            question.commitment(),
            membership.certificates().authorities().fingerprint())
        .map(one -> new AdmissionJson.Asked(one.ticket(), HexFormat.of().formatHex(one.nonce())))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.OVERLOADED,
                    null,
                    "as many nodes wait for approval as this controller takes",
                    "approve or deny some, or give the node a token"));
  }

  private static String addressOf(RoutingContext context) {
    var peer = context.request().remoteAddress();
    return peer == null ? PeerAddress.of(null) : String.valueOf(peer.hostAddress());
  }

  private void poll(RoutingContext context) {
    JsonBody.read(context)
        .map(body -> standing(body.getBytes()))
        .compose(answer -> tell(context, answer))
        .onFailure(context::fail);
  }

  private AdmissionAnswer standing(byte[] body) {
    var authority = membership.certificates().authorities().fingerprint();
    var read = json.read(body, AdmissionJson.Poll.class);
    try {
      var nonce = HexFormat.of().parseHex(String.valueOf(read.nonce()));
      return pending.poll(String.valueOf(read.ticket()), nonce, authority);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("nonce", "it is not hexadecimal");
    }
  }

  private Future<?> tell(RoutingContext context, AdmissionAnswer answer) {
    return switch (answer) {
      case AdmissionAnswer.Waiting(var node, var opened) -> {
        if (opened) audits.record(context, AuditKind.NODE_PENDING, factsOf(node));
        answers.json(context, ACCEPTED, new AdmissionJson.Standing(NodeJsons.PENDING));
        yield Future.succeededFuture();
      }
      case AdmissionAnswer.Approved(var request) ->
          workers
              .executeBlocking(() -> membership.issue(request), false)
              .onSuccess(
                  issued -> {
                    audits.record(
                        context, AuditKind.NODE_JOINED, Map.of("node", issued.node().text()));
                    answers.json(context, 200, issued.given());
                  });
      case AdmissionAnswer.Denied() ->
          throw new ApiException(
              ErrorCode.FORBIDDEN, null, "the operator does not admit this node", null);
      case AdmissionAnswer.Broken() -> {
        var reason = "the node's nonce is not the one that it was bound to";
        if (limits.countsWrong(Audits.addressOf(context))) {
          audits.record(context, AuditKind.NODE_REFUSED, Map.of("reason", reason));
        } else {
          limits.countSilent();
        }
        throw ApiException.invalid("nonce", reason);
      }
      case AdmissionAnswer.Unknown() ->
          throw new ApiException(
              ErrorCode.NOT_FOUND, "ticket", "nothing is known of this question", "ask anew");
    };
  }

  /** Who is approved or denied, for the audit log. */
  static Map<String, String> factsOf(PendingNode node) {
    return Map.of(
        "node", node.id().text(),
        "name", node.name().text(),
        "code", node.code().text(),
        "from", node.address());
  }

  /** What an approval says was compared; empty if it says nothing. */
  static Optional<String> codeOf(StrictJson json, byte[] body) {
    if (body.length == 0) return Optional.empty();
    return Optional.ofNullable(json.read(body, AdmissionJson.Approval.class).code());
  }
}
