package io.processdistro.node.blobs;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * A few worker contexts: what runs on one of them may block, and runs in order. Transfers take
 * turns among them, so that their number bounds how many hash and write at once.
 */
final class WorkerContexts {
  private final List<Context> contexts;
  private int next;

  private WorkerContexts(List<Context> contexts) {
    this.contexts = contexts;
  }

  /** Makes {@code count} contexts on worker threads of {@code vertx}. */
  static Future<WorkerContexts> create(Vertx vertx, int count) {
    var made = new ArrayList<Future<Context>>();
    var options = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
    for (int i = 0; i < count; i++) {
      var verticle = new Keeper();
      made.add(vertx.deployVerticle(verticle, options).map(id -> verticle.kept()));
    }
    return Future.all(made)
        .map(all -> new WorkerContexts(made.stream().map(Future::result).toList()));
  }

  /** One after the other; from one thread only. */
  Context next() {
    next = (next + 1) % contexts.size();
    return contexts.get(next);
  }

  /** Does nothing but have a context. */
  private static final class Keeper extends VerticleBase {
    Context kept() {
      return context;
    }
  }
}
