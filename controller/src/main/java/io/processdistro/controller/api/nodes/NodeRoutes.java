package io.processdistro.controller.api.nodes;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.api.gate.Audits;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.JsonBody;
import io.processdistro.controller.api.http.Queries;
import io.processdistro.controller.api.http.StrictJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.nodes.NodeGateway;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.join.PendingNode;
import io.processdistro.controller.security.join.PendingNodes;
import io.processdistro.controller.security.join.RevokedNodes;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/nodes} and what is below it, the nodes' own WebSocket included. */
public final class NodeRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(NodeRoutes.class);

  private final NodeList nodes;
  private final NodeGateway gateway;
  private final EventInbox inbox;
  private final Supplier<SchedulerSnapshot> snapshots;
  private final RevokedNodes revoked;
  private final PendingNodes pending;
  private final StrictJson json;
  private final WorkerExecutor workers;
  private final Audits audits;
  private final Answers answers;

  public NodeRoutes(
      NodeList nodes,
      NodeGateway gateway,
      EventInbox inbox,
      Supplier<SchedulerSnapshot> snapshots,
      RevokedNodes revoked,
      PendingNodes pending,
      StrictJson json,
      WorkerExecutor workers,
      Audits audits,
      Answers answers) {
    this.nodes = nodes;
    this.gateway = gateway;
    this.inbox = inbox;
    this.snapshots = snapshots;
    this.revoked = revoked;
    this.pending = pending;
    this.json = json;
    this.workers = workers;
    this.audits = audits;
    this.answers = answers;
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.CONNECT_NODE, this::connect);
    router.on(Endpoint.LIST_NODES, this::list);
    router.on(Endpoint.GET_NODE, this::show);
    router.on(Endpoint.DRAIN_NODE, context -> feed(context, Event.NodeDraining::new));
    router.on(Endpoint.PAUSE_NODE, context -> feed(context, Event.NodePaused::new));
    router.on(Endpoint.RESUME_NODE, context -> feed(context, Event.NodeResumed::new));
    router.on(Endpoint.REVOKE_NODE, this::revoke);
    router.on(Endpoint.APPROVE_NODE, this::approve);
    router.on(Endpoint.DENY_NODE, this::deny);
  }

  private void connect(RoutingContext context) {
    var request = context.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, 426, "Upgrade", "this path is a WebSocket for nodes", null);
    }
    if (!gateway.hasRoom()) {
      throw new ApiException(
          ErrorCode.OVERLOADED,
          null,
          "as many nodes are connected as this controller takes",
          "try again later");
    }
    var principal = GuardedRouter.principalOf(context);
    request
        .toWebSocket()
        .onSuccess(socket -> gateway.accept(socket, principal))
        .onFailure(e -> LOG.info("node=upgrade-failed reason=\"{}\"", e.getMessage()));
  }

  private void list(RoutingContext context) {
    int limit = Queries.limit(context);
    int from = (int) Math.min(Integer.MAX_VALUE, Queries.number(context, "cursor").orElse(0));
    var all = nodes.all(snapshots.get());
    int start = Math.min(from, all.size());
    int end = Math.min(all.size(), start + limit);
    var nextCursor = end < all.size() ? Integer.toString(end) : null;
    answers.json(context, 200, new NodeJson.Page(all.subList(start, end), nextCursor));
  }

  private NodeJson show(KnownNode node) {
    return NodeList.show(node, snapshots.get());
  }

  private void show(RoutingContext context) {
    var called = context.pathParam("id");
    answers.json(
        context,
        200,
        nodes
            .findPending(called, Optional.empty())
            .map(NodeJsons::of)
            .orElseGet(() -> show(nodes.find(called))));
  }

  /** Its connection is cut when it is on disk that it may not come back. */
  private void revoke(RoutingContext context) {
    var node = nodes.find(context.pathParam("id"));
    change(
        context,
        node,
        AuditKind.NODE_REVOKED,
        () -> {
          revoked.revoke(node.id());
          return null;
        });
  }

  /** A node that waits is admitted; one that was revoked may come back. */
  private void approve(RoutingContext context) {
    decide(context, AuditKind.NODE_APPROVED, pending::approve, () -> takeBack(context));
  }

  /** A node that waits is told to go. */
  private void deny(RoutingContext context) {
    decide(
        context,
        AuditKind.NODE_DENIED,
        pending::deny,
        () -> {
          throw new ApiException(
              ErrorCode.NOT_FOUND,
              "id",
              "no such node waits for approval",
              "\"controller node revoke\" cuts off one that has joined");
        });
  }

  private void decide(
      RoutingContext context,
      AuditKind kind,
      Predicate<PendingNode> decision,
      Runnable ifNoneWaits) {
    var called = context.pathParam("id");
    JsonBody.read(context)
        .map(
            body -> {
              var code = AdmissionRoutes.codeOf(json, body.getBytes()).map(NodeRoutes::code);
              var waiting = nodes.findPending(called, code);
              if (kind == AuditKind.NODE_APPROVED && waiting.isPresent() && code.isEmpty()) {
                throw withoutCode();
              }
              if (waiting.filter(decision).isPresent()) {
                audits.record(context, kind, AdmissionRoutes.factsOf(waiting.get()));
                answers.json(context, 200, NodeJsons.of(waiting.get()));
              } else {
                ifNoneWaits.run();
              }
              return null;
            })
        .onFailure(context::fail);
  }

  /** An approval by name alone would be of whoever asked under that name last. */
  private static ApiException withoutCode() {
    return new ApiException(
        ErrorCode.INVALID_REQUEST,
        "code",
        "a node that waits is approved with the code that it shows",
        "read the code where the node runs, and send it as \"code\"");
  }

  private static AdmissionCode code(String typed) {
    try {
      return AdmissionCode.parse(typed);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("code", e.getMessage());
    }
  }

  private void takeBack(RoutingContext context) {
    var node = nodes.find(context.pathParam("id"));
    change(
        context,
        node,
        AuditKind.NODE_APPROVED,
        () -> {
          revoked.approve(node.id());
          return null;
        });
  }

  private void change(
      RoutingContext context, KnownNode node, AuditKind kind, Callable<Void> onDisk) {
    workers
        .executeBlocking(onDisk, false)
        .onSuccess(
            ignored -> {
              audits.record(context, kind, Map.of("node", node.id().text()));
              if (revoked.contains(node.id())) gateway.expel(node.id());
              answers.json(context, 200, show(node));
            })
        .onFailure(
            e ->
                context.fail(new ApiException(ErrorCode.STORE_FAILED, null, e.getMessage(), null)));
  }

  private void feed(RoutingContext context, Function<NodeId, Event> event) {
    var node = nodes.find(context.pathParam("id"));
    if (!node.isConnected()) {
      throw new ApiException(
          ErrorCode.CONFLICT, "id", "node " + node.name() + " is not connected", null);
    }
    audits.record(context, AuditKind.NODE_CONTROLLED, Map.of("node", node.id().text()));
    inbox.feed(event.apply(node.id()));
    answers.json(context, 200, show(node));
  }
}
