package io.processdistro.node.tasks;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.TaskReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the task desk hands its results to. On the agent's event loop only. */
public interface TaskReports {
  /**
   * Takes over a report and its output file.
   *
   * @param claim what the lease is about
   */
  void report(TaskReport report, HeldLease.Claim claim, Optional<Path> outputFile);

  /** Tells the controller that these leases come back unstarted. */
  void giveBack(List<LeaseKey> leases);

  /** Whether a lease has ended here and its report is not acknowledged. */
  boolean holds(LeaseKey lease);

  /** How many reports are not acknowledged. */
  int unacknowledged();

  /**
   * Whether more work may begin: there is room for its results, and the owner allows it. What runs
   * already goes on in any case.
   */
  boolean takesWork();

  /** A file that must not exist yet, for the output of a task. */
  String newOutputFile();

  /** Removes an output that nobody wants, if it exists. */
  void discard(String outputFile);
}
