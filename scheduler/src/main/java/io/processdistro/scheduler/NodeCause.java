package io.processdistro.scheduler;

/** What moves a node from one state to the next. */
enum NodeCause {
  DRAIN,
  PAUSE,
  RESUME,
  CONNECTION_BROKE,
  SILENT_WITH_MOST,
  HEARD,
  HEARD_DRAINING,
  HEARD_PAUSED,
  GIVEN_UP,
  LEFT,
  FORGOTTEN
}
