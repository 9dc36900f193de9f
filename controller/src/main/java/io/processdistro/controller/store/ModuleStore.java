package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import java.util.List;
import java.util.Optional;

/**
 * The modules that users sent, so that a quarantine outlives the controller (as far as the
 * implementation does). Called by one thread at a time; does not block for long.
 */
public interface ModuleStore {
  /** Adds or replaces the record of {@code module.hash()}. */
  void put(ModuleRecord module);

  void forget(ContentHash module);

  Optional<ModuleRecord> find(ContentHash module);

  /** All, by hash. */
  List<ModuleRecord> all();
}
