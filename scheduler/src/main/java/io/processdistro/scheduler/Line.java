package io.processdistro.scheduler;

import java.util.TreeMap;

/** The jobs of one submitter in one lane; those with work to give wait in order of submission. */
final class Line implements Comparable<Line> {
  final Submitter submitter;
  final Lane lane;
  final TreeMap<Long, Job> ready = new TreeMap<>();
  int jobs;

  Line(Submitter submitter, Lane lane) {
    this.submitter = submitter;
    this.lane = lane;
  }

  @Override
  public int compareTo(Line other) {
    int order = Double.compare(submitter.virtualNanos, other.submitter.virtualNanos);
    return order != 0 ? order : Long.compare(submitter.order, other.submitter.order);
  }
}
