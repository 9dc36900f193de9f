package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.JobId;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * A process of its own that writes until it is killed: accepts one task after the other of job 1,
 * at most some hundred at once, and prints {@code accepted N} when the first N are durable. Prints
 * {@code health ...} when that changes.
 */
final class StoreChild {
  private static final int AT_ONCE = 300;

  private StoreChild() {}

  public static void main(String[] arguments) throws Exception {
    try (var store = OpenStore.in(Path.of(arguments[0]))) {
      var job = SampleJobs.id(1);
      store.call(
          () -> {
            store.jobs.watchHealth(health -> print("health " + health));
            return null;
          });
      if (store.call(() -> store.jobs.find(job)).isEmpty()) store.add(SampleJobs.job(1));
      acceptForEver(store, job, store.checkedRanges(job).size());
    }
  }

  private static void acceptForEver(OpenStore store, JobId job, long from)
      throws InterruptedException {
    var room = new Semaphore(AT_ONCE);
    for (long grain = from; ; grain++) {
      room.acquire();
      long number = grain;
      store.call(
          () -> {
            Future<Void> durable = store.jobs.accept(job, SampleJobs.task(number));
            durable
                .onSuccess(ignored -> print("accepted " + (number + 1)))
                .onComplete(ignored -> room.release());
            return null;
          });
    }
  }

  private static void print(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
