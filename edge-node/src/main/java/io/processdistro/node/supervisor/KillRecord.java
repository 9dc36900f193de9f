package io.processdistro.node.supervisor;

import io.processdistro.common.values.ContentHash;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which modules have cost this node a runner lately. It keeps a node from starting one process
 * after the other for a module while the controller makes up its mind; what holds for the whole
 * cluster is decided there. Soft state, for the agent's event loop only.
 */
final class KillRecord {
  /** As in the controller: once may be an accident. */
  private static final int KILLS_MAX = 2;

  /** Short, so that a module which was released in the cluster is not refused here for long. */
  private static final Duration REFUSED = Duration.ofSeconds(30);

  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MODULES_MAX = 256;

  private record Entry(int kills, String reason, long nanos) {}

  private final LongSupplier nanoClock;
  private final LinkedHashMap<ContentHash, Entry> entries = new LinkedHashMap<>();

  KillRecord(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  void killed(ContentHash module, String reason) {
    var before = current(module);
    entries.remove(module);
    if (entries.size() >= MODULES_MAX) entries.pollFirstEntry();
    entries.put(
        module, new Entry(before.map(Entry::kills).orElse(0) + 1, reason, nanoClock.getAsLong()));
  }

  /** Why the module is not started now; empty if it may be. */
  Optional<String> refusal(ContentHash module) {
    return current(module)
        .filter(entry -> entry.kills() >= KILLS_MAX && age(entry) < REFUSED.toNanos())
        .map(
            entry ->
                "its runner had to be killed %d times on this node, which does not start it again for %d s: %s"
                    .formatted(entry.kills(), REFUSED.toSeconds(), entry.reason()));
  }

  private Optional<Entry> current(ContentHash module) {
    var entry = entries.get(module);
    if (entry == null) return Optional.empty();
    if (age(entry) < REMEMBERED.toNanos()) return Optional.of(entry);
    entries.remove(module);
    return Optional.empty();
  }

  private long age(Entry entry) {
    return nanoClock.getAsLong() - entry.nanos();
  }
}
