package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.store.ModuleRecord;
import io.processdistro.controller.store.ModuleStore;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Modules in the database, with all their records in memory. A change is on disk some milliseconds
 * later; of each module at most one waits to be written, whatever happens to the disk. Thread-safe.
 */
final class SqliteModuleStore implements ModuleStore {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteModuleStore.class);

  private final StoreWriter writer;
  private final NavigableMap<ContentHash, ModuleRecord> modules = new TreeMap<>();

  /** Changed since the writer last asked for them. */
  private final Set<ContentHash> waiting = new HashSet<>();

  SqliteModuleStore(StoreWriter writer, Loaded loaded) {
    this.writer = writer;
    loaded.modules().forEach(module -> modules.put(module.hash(), module));
  }

  @Override
  public synchronized void put(ModuleRecord module) {
    modules.put(module.hash(), module);
    save(module.hash());
  }

  @Override
  public synchronized void forget(ContentHash module) {
    modules.remove(module);
    save(module);
  }

  private void save(ContentHash module) {
    if (!waiting.add(module)) return;
    Promise<Void> done = Promise.promise();
    done.future()
        .onFailure(e -> LOG.error("store=module-not-written module={}", module.brief(), e));
    writer.write(new Change.SaveModule(module, () -> current(module)), done);
  }

  /** The writer asks; what changes from now on is another write. */
  private synchronized Optional<ModuleRecord> current(ContentHash module) {
    waiting.remove(module);
    return find(module);
  }

  @Override
  public synchronized Optional<ModuleRecord> find(ContentHash module) {
    return Optional.ofNullable(modules.get(module));
  }

  @Override
  public synchronized List<ModuleRecord> all() {
    return List.copyOf(modules.values());
  }
}
