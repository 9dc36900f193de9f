package io.processdistro.controller.api.gate;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.HEAD;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.processdistro.controller.security.Role;
import io.vertx.core.http.HttpMethod;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every request that the controller answers, and who may send it. The router takes no handler
 * without a row here, so what is not in this table does not exist. Whose job, blob or lease it is,
 * the handler checks further.
 */
public enum Endpoint {
  HEALTH(GET, "/healthz", Allowed.ANYBODY),
  READINESS(GET, "/readyz", Allowed.USERS),
  METRICS(GET, "/metrics", Allowed.WATCHERS),
  DESCRIPTION(GET, "/v1/openapi.yaml", Allowed.USERS),

  SUBMIT_JOB(POST, "/v1/jobs", Allowed.SUBMITTERS),
  LIST_JOBS(GET, "/v1/jobs", Allowed.USERS),
  GET_JOB(GET, "/v1/jobs/:id", Allowed.USERS),
  CANCEL_JOB(DELETE, "/v1/jobs/:id", Allowed.SUBMITTERS),
  RESUME_JOB(POST, "/v1/jobs/:id/resume", Allowed.SUBMITTERS),
  GET_RESULT(GET, "/v1/jobs/:id/result", Allowed.USERS),
  LIST_TASKS(GET, "/v1/jobs/:id/tasks", Allowed.USERS),
  LIST_JOB_EVENTS(GET, "/v1/jobs/:id/events", Allowed.USERS),
  EXPLAIN_JOB(GET, "/v1/jobs/:id/explain", Allowed.USERS),
  GET_PREVIEW(GET, "/v1/jobs/:id/preview", Allowed.USERS),
  GET_TRACE(GET, "/v1/jobs/:id/trace", Allowed.USERS),

  CONNECT_NODE(GET, "/v1/nodes/connect", Allowed.NODES),
  JOIN(POST, "/v1/join", Allowed.ANYBODY),
  ASK_ADMISSION(POST, "/v1/join/admissions", Allowed.ANYBODY),
  POLL_ADMISSION(POST, "/v1/join/admissions/poll", Allowed.ANYBODY),
  RENEW_CERTIFICATE(POST, "/v1/nodes/certificate", Allowed.NODES),
  ROTATE_AUTHORITY(POST, "/v1/authority/rotate", Allowed.ADMINS),
  LIST_NODES(GET, "/v1/nodes", Allowed.USERS),
  GET_NODE(GET, "/v1/nodes/:id", Allowed.USERS),
  DRAIN_NODE(POST, "/v1/nodes/:id/drain", Allowed.ADMINS),
  PAUSE_NODE(POST, "/v1/nodes/:id/pause", Allowed.ADMINS),
  RESUME_NODE(POST, "/v1/nodes/:id/resume", Allowed.ADMINS),
  REVOKE_NODE(POST, "/v1/nodes/:id/revoke", Allowed.ADMINS),
  APPROVE_NODE(POST, "/v1/nodes/:id/approve", Allowed.ADMINS),
  DENY_NODE(POST, "/v1/nodes/:id/deny", Allowed.ADMINS),

  PUT_BLOB(PUT, "/v1/blobs/:sha256", Allowed.MOVERS),
  GET_BLOB(GET, "/v1/blobs/:sha256", Allowed.MOVERS),
  HEAD_BLOB(HEAD, "/v1/blobs/:sha256", Allowed.MOVERS),

  PUT_MODULE(PUT, "/v1/modules", Allowed.SUBMITTERS),
  LIST_MODULES(GET, "/v1/modules", Allowed.WATCHERS),
  GET_MODULE(GET, "/v1/modules/:sha256", Allowed.USERS),
  RELEASE_MODULE(POST, "/v1/modules/:sha256/release", Allowed.ADMINS),

  LIST_TASK_TYPES(GET, "/v1/task-types", Allowed.USERS),
  STREAM_EVENTS(GET, "/v1/events", Allowed.USERS),
  GET_OVERVIEW(GET, "/v1/overview", Allowed.USERS),
  STREAM_LIVE(GET, "/v1/live", Allowed.USERS),

  DASHBOARD(GET, "/", Allowed.ANYBODY),
  DASHBOARD_ASSET(GET, "/assets/:name", Allowed.ANYBODY),
  CREATE_LINK(POST, "/v1/ui/links", Allowed.USERS),
  OPEN_SESSION(POST, "/v1/ui/sessions", Allowed.ANYBODY),

  CREATE_TOKEN(POST, "/v1/tokens", Allowed.ADMINS),
  LIST_TOKENS(GET, "/v1/tokens", Allowed.ADMINS),
  REVOKE_TOKEN(DELETE, "/v1/tokens/:id", Allowed.ADMINS);

  /** Who a row can be for. An admin may do what anybody may. */
  private static final class Allowed {
    /** Also those who say not who they are. */
    static final Set<Role> ANYBODY = Set.of();

    static final Set<Role> USERS = EnumSet.of(Role.VIEWER, Role.SUBMITTER, Role.ADMIN);
    static final Set<Role> WATCHERS = EnumSet.of(Role.VIEWER, Role.ADMIN);
    static final Set<Role> SUBMITTERS = EnumSet.of(Role.SUBMITTER, Role.ADMIN);
    static final Set<Role> MOVERS = EnumSet.of(Role.NODE, Role.SUBMITTER, Role.ADMIN);
    static final Set<Role> NODES = EnumSet.of(Role.NODE, Role.ADMIN);
    static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);
  }

  private final HttpMethod method;
  private final String path;
  private final Set<Role> roles;

  Endpoint(HttpMethod method, String path, Set<Role> roles) {
    this.method = method;
    this.path = path;
    this.roles = roles;
  }

  HttpMethod method() {
    return method;
  }

  /** With {@code :name} for what varies. */
  String path() {
    return path;
  }

  /** Whether it answers those who say not who they are. */
  boolean isPublic() {
    return roles.isEmpty();
  }

  /** Whether it moves contents or tasks, which comes in bursts and is not counted as requests. */
  boolean isTransfer() {
    return this == PUT_BLOB || this == GET_BLOB || this == HEAD_BLOB || this == CONNECT_NODE;
  }

  /** Empty if it is public. */
  Set<Role> roles() {
    return roles;
  }

  public boolean allows(Role role) {
    return isPublic() || roles.contains(role);
  }

  /** For people: {@code viewer, submitter, admin}. */
  String rolesText() {
    return roles.stream().map(Role::text).collect(Collectors.joining(", "));
  }
}
