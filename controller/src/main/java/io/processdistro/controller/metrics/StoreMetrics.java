package io.processdistro.controller.metrics;

import io.micrometer.core.instrument.Timer;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.StoreHealth;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What the stores hold and how long the disk takes. */
final class StoreMetrics {
  private final Timer commits;
  private final LongAdder changes = new LongAdder();

  StoreMetrics(BlobStore blobs, Meters meters) {
    this.commits = meters.histogram(MetricName.STORE_COMMIT_TIME, Meters.COMMIT_BUCKETS);
    meters.counter(MetricName.STORE_CHANGES, changes::sum);
    meters.gauge(MetricName.BLOB_BYTES, blobs::totalBytes);
    meters.gauge(MetricName.BLOBS, blobs::count);
  }

  /** Any thread. */
  void committed(int changesOfGroup, long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
    changes.add(changesOfGroup);
  }

  static void bind(JobStore jobs, Meters meters) {
    meters.gauge(
        MetricName.STORE_WRITABLE, () -> jobs.health() instanceof StoreHealth.Healthy ? 1 : 0);
  }
}
