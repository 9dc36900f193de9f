package io.processdistro.controller.security.join;

import io.processdistro.common.trust.NodeKeys;
import io.processdistro.controller.security.Credentials;
import io.processdistro.controller.security.Identification;
import io.processdistro.controller.security.Identity;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.security.Role;

/**
 * Identifies nodes by their certificates. That a certificate comes from this controller's
 * authority, is in time and belongs to its sender, TLS has checked already.
 */
public final class NodeCertificates implements Identification {
  private final RevokedNodes revoked;

  public NodeCertificates(RevokedNodes revoked) {
    this.revoked = revoked;
  }

  @Override
  public Identity identify(Credentials credentials) {
    if (credentials.certificate().isEmpty()) return new Identity.Unjudged();
    var node = NodeKeys.nodeOf(credentials.certificate().get());
    if (node.isEmpty()) return new Identity.Refused("the certificate is not a node's");
    if (revoked.contains(node.get())) return new Identity.Refused("this node was revoked");
    return new Identity.Known(new Principal(node.get().text(), Role.NODE));
  }
}
