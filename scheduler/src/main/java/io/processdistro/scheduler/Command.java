package io.processdistro.scheduler;

import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;

/** What the driver has to do. It executes in order and decides nothing. */
public sealed interface Command {

  /** Send this lease to its node. */
  record Assign(Lease lease) implements Command {}

  /** Ask for the lease back; the node returns it if unstarted, else reports it as usual. */
  record Revoke(NodeId node, LeaseKey lease) implements Command {}

  /** Stop the lease, started or not. The node answers with a report. */
  record Cancel(NodeId node, LeaseKey lease) implements Command {}

  /**
   * The reported output counts: make it durable, hand it to the assembler, then acknowledge. Given
   * exactly once for every grain of a job, unless the job ends early.
   */
  record Accept(Lease lease) implements Command {}

  /** The report is of no use (any more): acknowledge it, so that the node forgets it. */
  record Discard(NodeId node, LeaseKey lease, DiscardReason reason) implements Command {}

  /**
   * The job is over, for the reason given. Comes after the last {@link Accept} of the job; nothing
   * about the job comes later except {@link Discard}.
   */
  record FinishJob(JobId job, JobOutcome outcome) implements Command {}

  /** Close the node's connection, so that it says hello again. */
  record CloseNode(NodeId node, long incarnation, CloseReason reason) implements Command {}

  /**
   * Tell the node how often to give a sign of life, and after which silence its leases are given
   * away.
   */
  record SetHeartbeat(NodeId node, long intervalMillis, long leaseMillis) implements Command {}
}
