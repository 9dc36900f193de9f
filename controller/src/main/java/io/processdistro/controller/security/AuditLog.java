package io.processdistro.controller.security;

/** Where it is written down who did what. Thread-safe; never blocks. */
@FunctionalInterface
public interface AuditLog {
  void record(AuditEvent event);
}
