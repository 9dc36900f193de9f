package io.processdistro.controller.store.sqlite;

import io.processdistro.controller.store.CommitListener;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.controller.store.StoreTroubleException;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. A group is what has come while the group before was forced to disk,
 * so nothing waits for company, and the busier it is the larger the groups are.
 *
 * <p>When a group cannot be written it is kept, with all that comes after, and tried again every
 * second; only {@linkplain Change#isImpatient impatient} changes are refused. When nobody can tell
 * what is on disk, everything fails and nothing is written any more.
 */
final class StoreWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSING_MAX = Duration.ofSeconds(30);
  private static final StoreHealth HEALTHY = new StoreHealth.Healthy();

  /** Bounds of how long a group takes. */
  private static final int GROUP_MAX = 8_192;

  /** Of how many the listeners are told at once: some tenths of a millisecond of their time. */
  private static final int TOLD_MAX = 128;

  private static final long GROUP_BYTES_MAX = 16 << 20;

  private record Write(Change change, Promise<Void> done) {}

  private final Path database;
  private final Transactions transactions;
  private final Executor listeners;
  private final CommitListener commits;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();

  /** Under the lock: what waits to be written, and whose tasks are to be deleted. */
  private final ArrayDeque<Write> queue = new ArrayDeque<>();

  private final Set<Long> unneeded = new LinkedHashSet<>();
  private Consumer<StoreHealth> healthListener = ignored -> {};
  private boolean closing;
  private volatile StoreHealth health = HEALTHY;

  /**
   * @param transactions used by this thread alone from now on
   * @param listeners runs everything that is told, in order; the event loop
   * @param commits told on this thread
   */
  StoreWriter(
      Path database, Transactions transactions, Executor listeners, CommitListener commits) {
    this.database = database;
    this.transactions = transactions;
    this.listeners = listeners;
    this.commits = commits;
    this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  StoreHealth health() {
    return health;
  }

  /** Any thread. */
  void watchHealth(Consumer<StoreHealth> listener) {
    lock.lock();
    try {
      healthListener = healthListener.andThen(listener);
    } finally {
      lock.unlock();
    }
  }

  /** Ends {@code done} through the listeners' executor. Any thread; never blocks for long. */
  void write(Change change, Promise<Void> done) {
    lock.lock();
    try {
      boolean refused =
          switch (health) {
            case StoreHealth.Healthy healthy -> false;
            case StoreHealth.Broken broken -> true;
            case StoreHealth.Full full -> change.isImpatient();
            case StoreHealth.ReadOnly readOnly -> change.isImpatient();
            case StoreHealth.Failing failing -> change.isImpatient();
          };
      if (refused) {
        fail(List.of(new Write(change, done)), StoreTroubleException.of(health));
      } else if (closing) {
        fail(List.of(new Write(change, done)), new IllegalStateException("the store is closed"));
      } else {
        queue.add(new Write(change, done));
        wake.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the job's tasks when there is time; any thread. */
  void deleteTasks(long jobNumber) {
    lock.lock();
    try {
      unneeded.add(jobNumber);
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        var group = take();
        if (group.isEmpty() && isOver()) return;
        if (!group.isEmpty()) write(group);
        deleteSome();
      }
    } catch (InterruptedException e) {
      LOG.warn("store=writer-interrupted");
    } catch (RuntimeException | Error e) {
      LOG.error("store=writer-failed", e);
      breakDown(List.of(), Trouble.of(database, e));
    }
  }

  /** Waits for work. Empty if there is only something to delete, or the store is closing. */
  private List<Write> take() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && unneeded.isEmpty() && !closing) wake.await();
      var group = new ArrayList<Write>(Math.min(queue.size(), GROUP_MAX));
      long bytes = 0;
      while (!queue.isEmpty() && group.size() < GROUP_MAX && bytes < GROUP_BYTES_MAX) {
        bytes += queue.peek().change().outputBytes();
        group.add(queue.poll());
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    lock.lock();
    try {
      return closing && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Write> group) throws InterruptedException {
    var remaining = group;
    while (true) {
      try {
        long startNanos = System.nanoTime();
        transactions.commit(remaining.stream().map(Write::change).toList());
        commits.committed(remaining.size(), System.nanoTime() - startNanos);
        recover();
        succeed(remaining);
        return;
      } catch (SQLException | RuntimeException e) {
        var trouble = Trouble.of(database, e);
        if (trouble instanceof StoreHealth.Broken) {
          breakDown(remaining, trouble);
          return;
        }
        become(trouble);
        remaining = refuseImpatient(remaining, trouble);
        if (pauseUntilRetry()) {
          fail(remaining, StoreTroubleException.of(trouble));
          return;
        }
      }
    }
  }

  private List<Write> refuseImpatient(List<Write> group, StoreHealth trouble) {
    var patient = new ArrayList<Write>();
    var impatient = new ArrayList<Write>();
    for (var write : group) (write.change().isImpatient() ? impatient : patient).add(write);
    fail(impatient, StoreTroubleException.of(trouble));
    return patient;
  }

  /** Whether there is no point in another try, because the store is being closed. */
  private boolean pauseUntilRetry() throws InterruptedException {
    lock.lock();
    try {
      long remainingNanos = RETRY.toNanos();
      while (!closing && remainingNanos > 0) remainingNanos = wake.awaitNanos(remainingNanos);
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** One step of deleting; failing, it is tried again at the next start. */
  private void deleteSome() {
    long job;
    lock.lock();
    try {
      if (unneeded.isEmpty()) return;
      job = unneeded.iterator().next();
    } finally {
      lock.unlock();
    }
    boolean more = false;
    try {
      more = transactions.deleteTasks(job);
    } catch (SQLException e) {
      LOG.warn("store=tasks-not-deleted job={} reason=\"{}\"", job, e.getMessage());
      var trouble = Trouble.of(database, e);
      if (trouble instanceof StoreHealth.Broken) breakDown(List.of(), trouble);
    }
    if (more) return;
    lock.lock();
    try {
      unneeded.remove(job);
    } finally {
      lock.unlock();
    }
  }

  private void recover() {
    if (health.equals(HEALTHY)) return;
    become(HEALTHY);
    try {
      transactions.emptyLog();
    } catch (SQLException e) {
      LOG.warn("store=log-not-emptied reason=\"{}\"", e.getMessage());
    }
  }

  private void become(StoreHealth now) {
    if (now.equals(health)) return;
    LOG.warn("store=health now=\"{}\"", now);
    lock.lock();
    try {
      health = now;
      var listener = healthListener;
      listeners.execute(() -> listener.accept(now));
    } finally {
      lock.unlock();
    }
  }

  private void breakDown(List<Write> group, StoreHealth broken) {
    become(broken);
    var failed = new ArrayList<>(group);
    lock.lock();
    try {
      failed.addAll(queue);
      queue.clear();
      unneeded.clear();
    } finally {
      lock.unlock();
    }
    fail(failed, StoreTroubleException.of(broken));
  }

  private void succeed(List<Write> group) {
    tell(group, Promise::tryComplete);
  }

  private void fail(List<Write> group, Throwable reason) {
    tell(group, done -> done.tryFail(reason));
  }

  private void tell(List<Write> group, Consumer<Promise<Void>> ending) {
    for (int from = 0; from < group.size(); from += TOLD_MAX) {
      var told = group.subList(from, Math.min(group.size(), from + TOLD_MAX));
      listeners.execute(() -> told.forEach(write -> tell(write, ending)));
    }
  }

  private static void tell(Write write, Consumer<Promise<Void>> ending) {
    try {
      ending.accept(write.done());
    } catch (RuntimeException e) {
      LOG.error("store=listener-failed change={}", write.change().getClass(), e);
    }
  }

  /** Writes what waits, as far as that works at once; blocks for at most half a minute. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.isAlive() && !thread.join(CLOSING_MAX)) {
        LOG.error("store=writer-still-busy after_s={}", CLOSING_MAX.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
