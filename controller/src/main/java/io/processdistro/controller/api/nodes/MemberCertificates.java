package io.processdistro.controller.api.nodes;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.trust.Pem;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.view.JoinJson;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.controller.security.join.RevokedNodes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What it takes to make members.
 *
 * @param port empty if this controller speaks plain HTTP
 * @param changed after a change of authority: opens the port with it and tells local clients
 */
public record MemberCertificates(
    Optional<ServerCertificates> port, RevokedNodes revoked, Supplier<Future<?>> changed) {

  /** A node and what it was given. */
  record Issued(NodeId node, JoinJson.Given given) {}

  /** Throws {@link ApiException} if there are none. */
  ServerCertificates certificates() {
    return port.orElseThrow(
        () ->
            new ApiException(
                ErrorCode.CONFLICT,
                null,
                "this controller was started with --insecure and issues no certificates",
                null));
  }

  /** Throws {@link ApiException} if the operator has revoked it. */
  void requireNotRevoked(NodeId node) {
    if (!revoked.contains(node)) return;
    throw new ApiException(
        ErrorCode.FORBIDDEN,
        null,
        "this node was revoked",
        "\"controller node approve " + node + "\" lets it enter again");
  }

  /**
   * @throws ApiException if the request is not one
   */
  public static CertificateRequest parse(String request) {
    if (request == null) throw ApiException.invalid("request", "it is missing");
    try {
      return CertificateRequest.parse(request);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("request", e.getMessage());
    }
  }

  /** Takes a moment: call it on a worker. */
  Issued issue(CertificateRequest request) {
    requireNotRevoked(request.node());
    var certificates = certificates();
    var certificate = certificates.issueNode(request.node(), request.key());
    return new Issued(
        request.node(),
        new JoinJson.Given(
            Pem.ofCertificates(List.of(certificate)), certificates.authorities().pem()));
  }
}
