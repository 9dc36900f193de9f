package io.processdistro.scheduler;

import java.util.ArrayList;
import java.util.List;

/** Whose jobs these are, and how much slot time they had. */
final class Submitter {
  final String name;
  final long order;
  final List<Line> lines = new ArrayList<>();

  /** Slot time so far, divided by weight: who has least is next. */
  double virtualNanos;

  int leasesOut;

  Submitter(String name, long order) {
    this.name = name;
    this.order = order;
  }

  /** Has nothing out and nothing that could go out. */
  boolean idle() {
    if (leasesOut > 0) return false;
    for (var line : lines) {
      if (!line.ready.isEmpty()) return false;
    }
    return true;
  }
}
