package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.JobOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The records of all jobs, found by what people and code ask for. Not thread-safe. */
final class JobIndex {
  private final NavigableMap<Long, JobRecord> byNumber = new TreeMap<>();
  private final NavigableMap<String, Long> numbers = new TreeMap<>();
  private final NavigableMap<Long, JobRecord> unfinished = new TreeMap<>();
  private final Map<String, Long> byKey = new HashMap<>();
  private final Map<ContentHash, Long> completedByWork = new HashMap<>();

  /** In the order in which they finished, for forgetting. */
  private final Map<Long, JobRecord> finished = new LinkedHashMap<>();

  void add(JobRecord job) {
    numbers.put(job.id().text(), job.number());
    job.origin().idempotencyKey().ifPresent(key -> byKey.put(key, job.number()));
    replace(job);
  }

  /** The job's record is another one now: it has ended, or goes on. */
  void replace(JobRecord job) {
    byNumber.put(job.number(), job);
    finished.remove(job.number());
    unfinished.remove(job.number());
    if (job.end().isPresent()) {
      finished.put(job.number(), job);
    } else {
      unfinished.put(job.number(), job);
    }
    if (isCompleted(job)) {
      job.origin().work().ifPresent(work -> completedByWork.merge(work, job.number(), Math::max));
    }
  }

  void remove(JobRecord job) {
    byNumber.remove(job.number());
    numbers.remove(job.id().text());
    unfinished.remove(job.number());
    finished.remove(job.number());
    job.origin().idempotencyKey().ifPresent(key -> byKey.remove(key, job.number()));
    job.origin().work().ifPresent(work -> completedByWork.remove(work, job.number()));
  }

  static boolean isCompleted(JobRecord job) {
    return job.end().filter(end -> end.outcome() instanceof JobOutcome.Completed).isPresent();
  }

  Optional<JobRecord> find(JobId id) {
    return Optional.ofNullable(numbers.get(id.text())).map(byNumber::get);
  }

  List<JobRecord> startingWith(String prefix) {
    var found = new ArrayList<JobRecord>(2);
    for (var entry : numbers.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix) || found.size() == 2) break;
      found.add(byNumber.get(entry.getValue()));
    }
    return found;
  }

  List<JobRecord> page(long before, int limit, Predicate<JobRecord> wanted) {
    return byNumber.headMap(before, false).descendingMap().values().stream()
        .filter(wanted)
        .limit(limit)
        .toList();
  }

  List<JobRecord> unfinished() {
    return List.copyOf(unfinished.values());
  }

  int unfinishedCount() {
    return unfinished.size();
  }

  /** In the order in which they finished. */
  List<JobRecord> finished() {
    return List.copyOf(finished.values());
  }

  Optional<JobRecord> withKey(String idempotencyKey) {
    return Optional.ofNullable(byKey.get(idempotencyKey)).map(byNumber::get);
  }

  Optional<JobRecord> completed(ContentHash work) {
    return Optional.ofNullable(completedByWork.get(work)).map(byNumber::get);
  }
}
