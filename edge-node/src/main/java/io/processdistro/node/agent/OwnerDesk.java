package io.processdistro.node.agent;

import io.processdistro.node.owner.CpuBudget;
import io.processdistro.node.owner.OwnerWord;
import io.processdistro.node.supervisor.RunnerFleet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Sees to the owner's word: looks every second at what stands against work, and keeps the
 * processors within their share. Belongs to the event loop; what blocks it gives to workers, one
 * after the other.
 */
final class OwnerDesk {
  private static final long LOOK_MILLIS = 1_000;
  private static final long BUDGET_MILLIS = 100;

  private final Vertx vertx;
  private final OwnerWord word;
  private final RunnerFleet fleet;
  private final Optional<CpuBudget> budget;
  private final Consumer<List<String>> onObjections;
  private final LongConsumer onRest;
  private long lookNanos;
  private long lookCpuNanos;
  private double coresUsed;

  /**
   * @param onObjections hears every second what stands against work
   * @param onRest hears for how many nanoseconds all runners stand still from now on
   */
  OwnerDesk(
      Vertx vertx,
      OwnerWord word,
      RunnerFleet fleet,
      Consumer<List<String>> onObjections,
      LongConsumer onRest) {
    this.vertx = vertx;
    this.word = word;
    this.fleet = fleet;
    this.onObjections = onObjections;
    this.onRest = onRest;
    this.budget = word.rules().coresMax().stream().mapToObj(CpuBudget::new).findFirst();
  }

  void start() {
    lookNanos = System.nanoTime();
    look();
    vertx.setPeriodic(LOOK_MILLIS, ignored -> look());
    budget.ifPresent(this::keep);
  }

  OwnerWord word() {
    return word;
  }

  /** Processors that agent and runners used between the latest two looks. */
  double coresUsed() {
    return coresUsed;
  }

  /** Succeeds when it holds and is written down. */
  Future<Void> pause(Optional<Duration> span) {
    return change(
        () -> {
          word.pause(span);
          return null;
        });
  }

  /** Succeeds when it is over and that is written down. */
  Future<Void> resume() {
    return change(
        () -> {
          word.resume();
          return null;
        });
  }

  private Future<Void> change(Callable<Void> change) {
    return vertx.executeBlocking(change).compose(ignored -> look());
  }

  private Future<Void> look() {
    long cpuNanos = cpuNanos();
    long nowNanos = System.nanoTime();
    if (nowNanos > lookNanos) {
      coresUsed = Math.max(0, (double) (cpuNanos - lookCpuNanos) / (nowNanos - lookNanos));
    }
    lookNanos = nowNanos;
    lookCpuNanos = cpuNanos;
    return vertx
        .executeBlocking(() -> word.objections(cpuNanos))
        .onSuccess(onObjections::accept)
        .mapEmpty();
  }

  /** Asks again at the end of a rest: what is owed beyond it is paid before anything runs on. */
  private void keep(CpuBudget limit) {
    var rest = limit.rest(System.nanoTime(), cpuNanos());
    if (rest.isPositive()) {
      fleet.rest(rest);
      onRest.accept(rest.toNanos());
    }
    long millis = rest.isPositive() ? Math.max(1, rest.toMillis()) : BUDGET_MILLIS;
    vertx.setTimer(millis, ignored -> keep(limit));
  }

  private long cpuNanos() {
    long ownMillis =
        ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    return TimeUnit.MILLISECONDS.toNanos(ownMillis + fleet.cpuMillis());
  }
}
