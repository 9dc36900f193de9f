package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.ModuleRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a store gives back, to compare. */
record StoreContents(
    List<JobRecord> jobs,
    List<ModuleRecord> modules,
    Map<Long, List<GrainRange>> accepted,
    long nextNumber,
    long epoch) {

  static StoreContents of(OpenStore store) throws IOException {
    var jobs = store.call(() -> store.jobs.page(Long.MAX_VALUE, 1_000, job -> true));
    var accepted = new TreeMap<Long, List<GrainRange>>();
    for (var job : jobs) {
      if (!JobIndex.isCompleted(job)) accepted.put(job.number(), store.checkedRanges(job.id()));
    }
    return new StoreContents(
        jobs,
        store.modules.all(),
        accepted,
        store.call(() -> store.jobs.nextNumber()),
        store.epoch);
  }
}
