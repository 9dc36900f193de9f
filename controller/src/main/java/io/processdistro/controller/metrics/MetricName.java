package io.processdistro.controller.metrics;

/** Every metric of the controller, in base units. Prometheus adds {@code _total} to counters. */
public enum MetricName {
  JOBS("processdistro.jobs", "Unfinished jobs by state"),
  JOBS_SUBMITTED("processdistro.jobs.submitted", "Jobs taken in"),
  JOBS_FINISHED("processdistro.jobs.finished", "Jobs by how they ended"),
  TASKS("processdistro.tasks", "Ended attempts at tasks by outcome"),
  TASKS_ISSUED("processdistro.tasks.issued", "Leases given to nodes"),
  TASKS_OPEN("processdistro.tasks.open", "Leases whose end is not known yet"),
  TASKS_QUEUED("processdistro.tasks.queued", "Leases that wait on a node for a slot"),
  GRAINS_WAITING("processdistro.grains.waiting", "Grains of unfinished jobs that no node has"),
  GRAINS_ACCEPTED("processdistro.grains.accepted", "Grains whose result counts"),
  STEALS("processdistro.steals", "Tasks moved from one node to another before they started"),
  HEDGES("processdistro.hedges", "Second copies of slow tasks"),
  RETRIES("processdistro.retries", "Tasks that went back to the queue"),
  REPORTS_UNKNOWN("processdistro.reports.unknown", "Reports of leases that nobody waits for"),
  OUTPUT_MISMATCHES("processdistro.output.mismatches", "Copies of one task with other outputs"),
  NODES("processdistro.nodes", "Nodes by state"),
  NODES_LOST("processdistro.nodes.lost", "Nodes whose leases were given away"),
  SLOTS("processdistro.slots", "Slots of ready nodes"),
  SLOTS_RUNNING("processdistro.slots.running", "Slots that run a task"),
  LOOP_LAG("processdistro.loop.lag.max", "Worst lateness of the event loop since the last scrape"),
  STALLS("processdistro.stalls", "Time in which the controller itself stood still"),
  REASSIGN_LATENCY(
      "processdistro.reassign.latency",
      "From the crash of a node to the moment at which another one has its task"),
  BLOB_BYTES("processdistro.blobs.size", "Bytes of stored blobs"),
  BLOBS("processdistro.blobs", "Stored blobs");

  private final String text;
  private final String help;

  MetricName(String text, String help) {
    this.text = text;
    this.help = help;
  }

  /** In Micrometer's form, with dots. */
  public String text() {
    return text;
  }

  public String help() {
    return help;
  }
}
