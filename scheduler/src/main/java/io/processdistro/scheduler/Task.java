package io.processdistro.scheduler;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import java.util.ArrayList;
import java.util.List;

/** One carved range on its way to a result. Exists only from carving to acceptance. */
final class Task {
  final Job job;
  final GrainRange range;

  /** Its leases whose end is not known. */
  final List<Attempt> open = new ArrayList<>(1);

  TaskState state = TaskState.LEASED;

  /** When the node that alone had it crashed, until another one gets it; else 0. */
  long crashedNanos;

  /** Null as long as nothing unusual happened to it, which is the usual case. */
  private Troubles troubles;

  /** What was accepted, to compare a second copy's output with. */
  ContentHash output;

  Task(Job job, GrainRange range) {
    this.job = job;
    this.range = range;
  }

  /** A part of {@code whole}, with its past. */
  static Task part(Task whole, GrainRange range) {
    var part = new Task(whole.job, range);
    part.state = TaskState.QUEUED;
    part.crashedNanos = whole.crashedNanos;
    if (whole.troubles != null) part.troubles = whole.troubles.copy();
    return part;
  }

  /** Takes over what went wrong with another one, part of which it replaces. */
  void inherit(Task replaced) {
    if (replaced.troubles != null) troubles().merge(replaced.troubles);
  }

  /** Copies that wait or run on a node and count. */
  int copies() {
    int copies = 0;
    for (var attempt : open) {
      if (attempt.state == AttemptState.WAITING || attempt.state == AttemptState.RUNNING) copies++;
    }
    return copies;
  }

  boolean troubled() {
    return troubles != null;
  }

  Troubles troubles() {
    if (troubles == null) troubles = new Troubles();
    return troubles;
  }

  @Override
  public String toString() {
    return job.ticket.job() + ":" + range + " " + state;
  }
}
