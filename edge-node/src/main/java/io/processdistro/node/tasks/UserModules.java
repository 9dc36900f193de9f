package io.processdistro.node.tasks;

import io.processdistro.common.wire.TaskTerms;
import io.processdistro.node.modules.ModuleUnusable;
import io.vertx.core.Future;

/** Where modules that are not built in come from. On the agent's event loop only. */
@FunctionalInterface
public interface UserModules {
  /**
   * The module of these terms and its runner.
   *
   * @return fails with a {@link ModuleUnusable} if it is not to be run here
   */
  Future<ModuleShelf.Entry> provide(TaskTerms terms);
}
