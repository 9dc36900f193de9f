package io.processdistro.scheduler.view;

public enum NodeState {
  READY,
  /** Finishes what runs, gets nothing more. */
  DRAINING,
  /** An operator wants nothing new there. */
  PAUSED,
  /** Its connection broke, or it is silent while most are; its leases still stand. */
  SUSPECT,
  /** Its leases were given away. */
  LOST,
  /** It said goodbye, or was lost long ago; never shown. */
  GONE
}
