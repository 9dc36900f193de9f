package io.processdistro.controller.api.live;

import io.processdistro.controller.api.jobs.JobJsons;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.jobs.JobStatus;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.live.LiveState;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.view.JobState;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The jobs of the overview: all counted, few shown. */
final class JobRows {
  private static final int ROWS_MAX = 50;

  private final Jobs jobs;
  private final LiveState live;

  JobRows(Jobs jobs, LiveState live) {
    this.jobs = jobs;
    this.live = live;
  }

  /**
   * @param onlyOf whose jobs count; empty for all
   */
  OverviewJson.Jobs of(SchedulerSnapshot snapshot, Optional<String> onlyOf) {
    var unfinished = visible(jobs.unfinished(), onlyOf);
    var finished = visible(jobs.finished(), onlyOf);
    int completed = 0;
    int failed = 0;
    int cancelled = 0;
    for (var job : finished) {
      switch (job.end().orElseThrow().outcome()) {
        case JobOutcome.Completed ended -> completed++;
        case JobOutcome.Failed ended -> failed++;
        case JobOutcome.Cancelled ended -> cancelled++;
      }
    }
    var running = running(snapshot);
    int runningCount =
        (int) unfinished.stream().filter(job -> running.contains(job.id().text())).count();
    var rows = rows(unfinished, finished, running);
    return new OverviewJson.Jobs(
        unfinished.size() - runningCount,
        runningCount,
        completed,
        failed,
        cancelled,
        rows,
        unfinished.size() + finished.size() - rows.size());
  }

  private static List<JobRecord> visible(List<JobRecord> records, Optional<String> onlyOf) {
    if (onlyOf.isEmpty()) return records;
    return records.stream()
        .filter(job -> job.spec().rules().submitter().equals(onlyOf.get()))
        .toList();
  }

  private static Set<String> running(SchedulerSnapshot snapshot) {
    var running = new HashSet<String>();
    for (var job : snapshot.jobs()) {
      if (!job.state().ended() && job.state() != JobState.QUEUED) running.add(job.job().text());
    }
    return running;
  }

  /** What runs, what waits, what has ended; of each the newest first. */
  private List<OverviewJson.JobRow> rows(
      List<JobRecord> unfinished, List<JobRecord> finished, Set<String> running) {
    var shown = new ArrayList<JobRecord>(unfinished);
    shown.sort(
        Comparator.comparing((JobRecord job) -> !running.contains(job.id().text()))
            .thenComparing(Comparator.comparingLong(JobRecord::number).reversed()));
    shown.addAll(finished.reversed());
    return shown.stream().limit(ROWS_MAX).map(this::row).toList();
  }

  private OverviewJson.JobRow row(JobRecord record) {
    var status = jobs.status(record);
    return JobJsons.row(status, viewOf(status).flatMap(live::eta));
  }

  static Optional<JobView> viewOf(JobStatus status) {
    return status.live().flatMap(JobStatus.Live::view);
  }
}
