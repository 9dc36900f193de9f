package io.processdistro.controller.security;

/** What the audit log tells of. A name is never changed or used again. */
public enum AuditKind {
  CONTROLLER_STARTED,
  /** Something in its state directory could not be used. */
  CONTROLLER_REFUSED_TO_START,
  CONTROLLER_STOPPED,
  /** A principal's first request, or its first after some time. */
  AUTHENTICATED,
  AUTHENTICATION_FAILED,
  /** A code for a browser was made. */
  LINK_CREATED,
  /** A browser gave a code for a session. */
  SESSION_OPENED,
  /** TLS did not come about, or somebody spoke plain HTTP where TLS is spoken. */
  HANDSHAKE_FAILED,
  /** Known, but not allowed to do what it asked for. */
  FORBIDDEN,
  TOKEN_CREATED,
  TOKEN_REVOKED,
  NODE_PENDING,
  NODE_APPROVED,
  NODE_DENIED,
  NODE_JOINED,
  NODE_REFUSED,
  NODE_REVOKED,
  CERTIFICATE_RENEWED,
  CA_ROTATED,
  NODE_CONTROLLED,
  JOB_SUBMITTED,
  JOB_CANCELLED,
  JOB_RESUMED,
  MODULE_RELEASED,
  CONFIGURATION_CHANGED,
  /** So many entries found no room to wait for the disk. */
  ENTRIES_LOST
}
