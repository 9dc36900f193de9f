package io.processdistro.controller.api.gate;

import io.processdistro.controller.security.AuditEvent;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.AuditLog;
import io.processdistro.controller.security.PeerAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;

/** Writes down what a request did, with who sent it, from where, and what it asked for. */
public final class Audits {
  private final AuditLog log;

  public Audits(AuditLog log) {
    this.log = log;
  }

  /**
   * @param details further facts; no secrets
   */
  public void record(RoutingContext context, AuditKind kind, Map<String, String> details) {
    var all = new TreeMap<>(details);
    // The path alone: a query may hold what somebody typed by mistake, such as a token.
    all.put("request", context.request().method() + " " + context.request().path());
    var who =
        GuardedRouter.knownPrincipalOf(context).map(Object::toString).orElse(AuditEvent.NOBODY);
    log.record(new AuditEvent(kind, who, addressOf(context), all));
  }

  public static String addressOf(RoutingContext context) {
    var peer = context.request().remoteAddress();
    return PeerAddress.of(peer == null ? null : peer.hostAddress());
  }
}
