package io.processdistro.controller.live;

/** What the cluster got done lately. */
public record Throughput(double tasksPerSecond, double grainsPerSecond) {
  static final Throughput NONE = new Throughput(0, 0);
}
