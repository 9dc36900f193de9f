package io.processdistro.scheduler;

/** Why a node's connection is closed. */
public enum CloseReason {
  /** Silent for longer than its lease: its tasks run elsewhere now. */
  SILENT,
  /** A newer life of the same node is connected. */
  SUPERSEDED,
  /** It talks without having said hello, as far as the scheduler knows. */
  UNKNOWN
}
