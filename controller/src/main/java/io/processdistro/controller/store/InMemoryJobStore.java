package io.processdistro.controller.store;

import io.processdistro.common.values.JobId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Jobs in memory: they are gone with the process. */
public final class InMemoryJobStore implements JobStore {
  private final NavigableMap<Long, JobRecord> byNumber = new TreeMap<>();
  private final NavigableMap<String, Long> numbers = new TreeMap<>();

  /** Finished jobs in the order in which they finished, for forgetting. */
  private final Map<Long, JobId> finished = new LinkedHashMap<>();

  private long lastNumber;

  @Override
  public long nextNumber() {
    return ++lastNumber;
  }

  @Override
  public Future<Void> add(JobRecord job) {
    byNumber.put(job.number(), job);
    numbers.put(job.id().text(), job.number());
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end(JobRecord ended) {
    if (byNumber.replace(ended.number(), ended) == null) {
      throw new IllegalStateException("job " + ended.id() + " ends without having been added");
    }
    finished.put(ended.number(), ended.id());
    return Future.succeededFuture();
  }

  @Override
  public Optional<JobRecord> find(JobId id) {
    return Optional.ofNullable(numbers.get(id.text())).map(byNumber::get);
  }

  @Override
  public List<JobRecord> startingWith(String prefix) {
    var found = new ArrayList<JobRecord>(2);
    for (var entry : numbers.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix) || found.size() == 2) break;
      found.add(byNumber.get(entry.getValue()));
    }
    return found;
  }

  @Override
  public List<JobRecord> page(long before, int limit, Predicate<JobRecord> wanted) {
    return byNumber.headMap(before, false).descendingMap().values().stream()
        .filter(wanted)
        .limit(limit)
        .toList();
  }

  @Override
  public int unfinished() {
    return byNumber.size() - finished.size();
  }

  @Override
  public List<JobRecord> forgetFinished(int keep) {
    var forgotten = new ArrayList<JobRecord>();
    var oldest = finished.entrySet().iterator();
    for (int excess = finished.size() - keep; excess > 0; excess--) {
      var entry = oldest.next();
      oldest.remove();
      numbers.remove(entry.getValue().text());
      forgotten.add(byNumber.remove(entry.getKey()));
    }
    return forgotten;
  }
}
