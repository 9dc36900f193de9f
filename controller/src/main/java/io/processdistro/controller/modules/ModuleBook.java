package io.processdistro.controller.modules;

import io.processdistro.common.module.IngestedModule;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.store.ModuleRecord;
import io.processdistro.controller.store.ModuleStore;
import io.processdistro.controller.tasks.modules.ModuleRegistry;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of users' modules and their quarantine. A module of which runners had to be killed
 * repeatedly is not started any more, wherever and for whom, until an operator releases it.
 * Thread-safe.
 */
public final class ModuleBook implements ModuleRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleBook.class);

  /** Evidence that is kept of one module. */
  private static final int KILLS_KEPT = 20;

  private final ModuleStore store;
  private final int killsMax;
  private final int modulesKept;
  private final InstantSource clock;

  /**
   * @param killsMax so many kills quarantine a module
   * @param modulesKept more are forgotten, those first that were not used for longest and are free
   */
  public ModuleBook(ModuleStore store, int killsMax, int modulesKept, InstantSource clock) {
    this.store = store;
    this.killsMax = killsMax;
    this.modulesKept = modulesKept;
    this.clock = clock;
  }

  @Override
  public synchronized void seen(IngestedModule module) {
    var known = store.find(module.hash());
    store.put(known.isPresent() ? known.get().used(clock.instant()) : recordOf(module));
    if (known.isEmpty()) forgetOldest();
  }

  private ModuleRecord recordOf(IngestedModule module) {
    var facts = module.facts();
    return new ModuleRecord(
        module.hash(),
        new ModuleRecord.Facts(
            module.bytes().length,
            facts.shape(),
            facts.phases(),
            facts.imports().stream().map(one -> one.module() + "." + one.name()).toList(),
            facts.exports(),
            facts.memory().bytesMin(),
            facts.memory().bytesMax(),
            facts.functions(),
            module.warnings()),
        clock.instant(),
        List.of(),
        Optional.empty());
  }

  private void forgetOldest() {
    var all = store.all();
    int tooMany = all.size() - modulesKept;
    if (tooMany <= 0) return;
    all.stream()
        .filter(module -> module.quarantinedAt().isEmpty())
        .sorted(Comparator.comparing(ModuleRecord::usedAt))
        .limit(tooMany)
        .forEach(module -> store.forget(module.hash()));
  }

  @Override
  public synchronized Optional<String> quarantineReason(ContentHash module) {
    return store
        .find(module)
        .filter(known -> known.quarantinedAt().isPresent())
        .map(ModuleBook::reason);
  }

  /**
   * A runner of the module had to be killed.
   *
   * @return the reason, if that quarantined the module just now
   */
  public synchronized Optional<String> killed(ContentHash module, ModuleRecord.Kill kill) {
    var known = store.find(module);
    if (known.isEmpty()) return Optional.empty();
    var record = known.get().kills().size() < KILLS_KEPT ? known.get().with(kill) : known.get();
    boolean now = record.quarantinedAt().isEmpty() && record.kills().size() >= killsMax;
    if (now) record = record.quarantined(clock.instant());
    store.put(record);
    LOG.warn(
        "module={} module={} kills={} job={} node={} reason=\"{}\"",
        now ? "quarantined" : "killed",
        module.brief(),
        record.kills().size(),
        kill.job(),
        kill.node(),
        kill.message());
    return now ? Optional.of(reason(record)) : Optional.empty();
  }

  private static String reason(ModuleRecord module) {
    var last = module.kills().getLast();
    return module.kills().size()
        + " runners of it had to be killed, the last one on node "
        + last.node().text()
        + " in job "
        + last.job()
        + ": "
        + last.message();
  }

  /** The module may run again, and nothing is held against it; whether it is known. */
  public synchronized boolean release(ContentHash module) {
    var known = store.find(module);
    known.ifPresent(record -> store.put(record.released()));
    return known.isPresent();
  }

  public synchronized Optional<ModuleRecord> find(ContentHash module) {
    return store.find(module);
  }

  /** Those whose hash starts like this. */
  public synchronized List<ModuleRecord> startingWith(String prefix) {
    return store.all().stream()
        .filter(module -> module.hash().toString().startsWith(prefix))
        .toList();
  }
}
