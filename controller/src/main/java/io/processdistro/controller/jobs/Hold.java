package io.processdistro.controller.jobs;

/** Why nothing new of a job is started although it is not finished. */
public enum Hold {
  /** Its results come faster than they can be written into its result. */
  CONGESTED,
  /** The store takes nothing. */
  STORE_TROUBLE,
  /** The controller has just started: nodes get time to come back with what they run. */
  NODES_RETURNING
}
