package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Modules in memory: they are gone with the process. */
public final class InMemoryModuleStore implements ModuleStore {
  private final NavigableMap<ContentHash, ModuleRecord> modules = new TreeMap<>();

  @Override
  public void put(ModuleRecord module) {
    modules.put(module.hash(), module);
  }

  @Override
  public void forget(ContentHash module) {
    modules.remove(module);
  }

  @Override
  public Optional<ModuleRecord> find(ContentHash module) {
    return Optional.ofNullable(modules.get(module));
  }

  @Override
  public List<ModuleRecord> all() {
    return List.copyOf(modules.values());
  }
}
