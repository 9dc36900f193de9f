package io.processdistro.controller.metrics;

import java.util.List;

/**
 * Every metric that the controller has of its own, under the name that Prometheus shows: in base
 * units, counters ending in {@code _total}. The one home of these names; {@code
 * documentation/metrics.md} is made of it. Labels have values from closed lists only, never names
 * of jobs, nodes or people: how many series there are does not depend on what is computed.
 */
public enum MetricName {
  JOBS(Kind.GAUGE, "processdistro_jobs", "Unfinished jobs by state", "state"),
  JOBS_SUBMITTED(Kind.COUNTER, "processdistro_jobs_submitted_total", "Jobs taken in"),
  JOBS_FINISHED(
      Kind.COUNTER, "processdistro_jobs_finished_total", "Jobs by how they ended", "outcome"),

  TASKS(Kind.COUNTER, "processdistro_tasks_total", "Ended attempts at tasks by outcome", "outcome"),
  TASKS_ISSUED(Kind.COUNTER, "processdistro_tasks_issued_total", "Leases given to nodes"),
  TASKS_OPEN(Kind.GAUGE, "processdistro_tasks_open", "Leases whose end is not known yet"),
  TASKS_QUEUED(
      Kind.GAUGE, "processdistro_tasks_queued", "Leases that wait on a ready node for a slot"),
  TASK_QUEUE_TIME(
      Kind.HISTOGRAM,
      "processdistro_task_queue_seconds",
      "Accepted tasks: on their node, from arrival to a free slot; inputs are fetched meanwhile"),
  TASK_TRANSFER_TIME(
      Kind.HISTOGRAM,
      "processdistro_task_transfer_seconds",
      "Accepted tasks: from assignment to report, less what the node says it took"),
  TASK_RUN_TIME(
      Kind.HISTOGRAM,
      "processdistro_task_run_seconds",
      "Accepted tasks: in a slot of their node, by its clock"),
  TASK_ACCEPT_TIME(
      Kind.HISTOGRAM,
      "processdistro_task_accept_seconds",
      "Accepted tasks: from report to acknowledgement, when the result is on disk"),
  GRAINS_WAITING(
      Kind.GAUGE, "processdistro_grains_waiting", "Grains of unfinished jobs that no node has"),
  GRAINS_ACCEPTED(
      Kind.COUNTER, "processdistro_grains_accepted_total", "Grains whose result counts"),
  STEALS(
      Kind.COUNTER,
      "processdistro_steals_total",
      "Tasks moved from one node to another before they started"),
  HEDGES(Kind.COUNTER, "processdistro_hedges_total", "Second copies of slow tasks"),
  RETRIES(Kind.COUNTER, "processdistro_retries_total", "Tasks that went back to the queue"),
  REPORTS_UNKNOWN(
      Kind.COUNTER,
      "processdistro_reports_unknown_total",
      "Reports of leases that nobody waits for"),
  OUTPUT_MISMATCHES(
      Kind.COUNTER,
      "processdistro_output_mismatches_total",
      "Copies of one task with other outputs"),
  REASSIGN_LATENCY(
      Kind.HISTOGRAM,
      "processdistro_reassign_latency_seconds",
      "From the crash of a node to the moment at which another one has its task"),

  NODES(Kind.GAUGE, "processdistro_nodes", "Nodes by state", "state"),
  NODES_LOST(Kind.COUNTER, "processdistro_nodes_lost_total", "Nodes whose leases were given away"),
  NODE_ENGINES(
      Kind.GAUGE,
      "processdistro_nodes_engine",
      "Connected nodes by what their runner does with guests: compiled is fast, interpreted 70 to"
          + " 700 times slower, unknown is not tested yet",
      "engine"),
  NODE_CPU(
      Kind.GAUGE,
      "processdistro_nodes_cpu_ratio",
      "Used share of the processors of connected nodes, 0 to 1, on average over the nodes that know"
          + " it"),
  NODE_MEMORY_FREE(
      Kind.GAUGE,
      "processdistro_nodes_memory_free_bytes",
      "Free memory of all connected nodes together"),
  NODE_CACHE(
      Kind.GAUGE, "processdistro_nodes_cache_bytes", "Blob caches of all connected nodes together"),
  NODE_SPOOLED(
      Kind.GAUGE,
      "processdistro_nodes_spooled_reports",
      "Reports that connected nodes keep until they are acknowledged"),
  SLOTS(Kind.GAUGE, "processdistro_slots", "Slots of ready nodes"),
  SLOTS_RUNNING(Kind.GAUGE, "processdistro_slots_running", "Slots of ready nodes that run a task"),

  FRAMES(
      Kind.COUNTER,
      "processdistro_node_frames_total",
      "Frames exchanged with nodes, seen from the controller",
      "direction"),
  FRAME_BYTES(
      Kind.COUNTER,
      "processdistro_node_frame_bytes_total",
      "Bytes of these frames, before TLS",
      "direction"),
  FRAMES_MALFORMED(
      Kind.COUNTER,
      "processdistro_node_frames_malformed_total",
      "Frames of nodes that could not be read"),

  STORE_COMMIT_TIME(
      Kind.HISTOGRAM,
      "processdistro_store_commit_seconds",
      "Groups of changes of the job store, until they are on disk"),
  STORE_CHANGES(
      Kind.COUNTER, "processdistro_store_changes_total", "Changes that these groups held"),
  STORE_WRITABLE(
      Kind.GAUGE, "processdistro_store_writable", "1 while the job store can write, else 0"),
  BLOB_BYTES(Kind.GAUGE, "processdistro_blobs_size_bytes", "Bytes of stored blobs"),
  BLOBS(Kind.GAUGE, "processdistro_blobs", "Stored blobs"),

  LOOP_LAG(
      Kind.GAUGE,
      "processdistro_loop_lag_max_seconds",
      "Worst lateness of the event loop since the last scrape"),
  LOOP_LAG_TIME(
      Kind.HISTOGRAM,
      "processdistro_loop_lag_seconds",
      "Lateness of the event loop, measured fifty times a second"),
  LOOP_LAG_OWN_TIME(
      Kind.HISTOGRAM,
      "processdistro_loop_lag_own_seconds",
      "The same without the time in which the loop was ready to run and no processor was free for"
          + " it"),
  STALLS(
      Kind.COUNTER,
      "processdistro_stalls_seconds_total",
      "Time in which the controller itself stood still");

  /** How a metric is to be read. */
  public enum Kind {
    /** Only grows, until the controller starts anew. */
    COUNTER,
    /** A value at this moment. */
    GAUGE,
    /** Counts by size, in {@code _bucket}, {@code _sum} and {@code _count}, and a {@code _max}. */
    HISTOGRAM
  }

  private final Kind kind;
  private final String text;
  private final String help;
  private final List<String> labels;

  MetricName(Kind kind, String text, String help, String... labels) {
    this.kind = kind;
    this.text = text;
    this.help = help;
    this.labels = List.of(labels);
  }

  public Kind kind() {
    return kind;
  }

  /** As Prometheus shows it. */
  public String text() {
    return text;
  }

  /** One sentence without a full stop. */
  public String help() {
    return help;
  }

  public List<String> labels() {
    return labels;
  }
}
