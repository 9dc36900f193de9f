package io.processdistro.controller.jobs;

import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.sqlite.SqliteStore;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The event loop that jobs belong to, for a test that is on another thread. */
final class JobsLoop implements AutoCloseable {
  private static final int SECONDS_MAX = 30;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  Vertx vertx() {
    return vertx;
  }

  /** What the action gives, or throws, on the loop. */
  <T> T call(Callable<T> action) throws Exception {
    var done = Promise.<T>promise();
    context.runOnContext(
        ignored -> {
          try {
            done.complete(action.call());
          } catch (Exception | AssertionError e) {
            done.fail(e);
          }
        });
    return done.future().await(SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** The stores of a database, which answer on the loop. */
  SqliteStore.Stores serve(SqliteStore database, BlobStore blobs) {
    return database.serve(
        blobs, task -> context.runOnContext(ignored -> task.run()), (changes, nanos) -> {});
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
