package io.processdistro.node.tasks;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.node.modules.CheckedModules;
import io.processdistro.node.modules.ModuleUnusable;
import io.processdistro.node.supervisor.RunnerPool;
import io.vertx.core.Future;

/** Modules of users: checked here, run in processes of the pool. */
public final class PooledModules implements UserModules {
  private final CheckedModules modules;
  private final RunnerPool pool;

  public PooledModules(CheckedModules modules, RunnerPool pool) {
    this.modules = modules;
    this.pool = pool;
  }

  @Override
  public Future<ModuleShelf.Entry> provide(TaskTerms terms) {
    var refusal = pool.refusal(terms.module());
    if (refusal.isPresent()) {
      return Future.failedFuture(new ModuleUnusable(ErrorCode.MODULE_QUARANTINED, refusal.get()));
    }
    return modules
        .provide(terms.module(), terms.memoryBytesMax())
        .map(
            file ->
                new ModuleShelf.Entry(
                    file, pool.runnerOf(file.hash(), terms.module(), terms.memoryBytesMax())));
  }
}
