package io.processdistro.controller.tasks.modules;

import io.processdistro.common.module.IngestedModule;
import io.processdistro.common.values.ContentHash;
import java.util.Optional;

/** Which modules are known, and which of them must not run. Thread-safe and quick. */
public interface ModuleRegistry {
  /**
   * Somebody sent or submitted it.
   *
   * @param module as {@link ModuleCheck#listed} gives it
   */
  void seen(IngestedModule module);

  /**
   * Why this module must not run, in one sentence; empty if it may.
   *
   * @param module as it is listed
   */
  Optional<String> quarantineReason(ContentHash module);
}
