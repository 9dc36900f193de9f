package io.processdistro.scheduler;

/** Strict: while a higher one has work that fits a free slot, no lower one gets the slot. */
public enum Priority {
  HIGH,
  NORMAL,
  LOW
}
