package io.processdistro.controller.driver;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.scheduler.CloseReason;
import io.processdistro.scheduler.Lease;

/**
 * What the driver can tell nodes. Nothing here blocks or fails: a frame to a node that is not
 * connected is dropped, because its next hello brings both sides together again.
 */
public interface NodeCommands {
  void assign(Lease lease, TaskTerms terms, TaskInput input);

  void acknowledge(NodeId node, LeaseKey lease);

  void revoke(NodeId node, LeaseKey lease);

  void cancel(NodeId node, LeaseKey lease);

  /** Closes the node's connection if it still is the one of that incarnation. */
  void close(NodeId node, long incarnation, CloseReason reason);

  void setHeartbeat(NodeId node, long intervalMillis, long leaseMillis);

  /** Counts for people: a task of this node was accepted, with this report. */
  void countAccepted(NodeId node, TaskReport report);

  /** Counts for people: a task failed on this node. */
  void countFailed(NodeId node);
}
