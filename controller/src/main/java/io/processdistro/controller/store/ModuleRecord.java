package io.processdistro.controller.store;

import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A user's module, and what is held against it.
 *
 * @param hash of the module as it is listed
 * @param usedAt when it was last sent or submitted
 * @param kills the evidence since it was last released, oldest first
 * @param quarantinedAt present while it must not run
 */
public record ModuleRecord(
    ContentHash hash,
    Facts facts,
    Instant usedAt,
    List<Kill> kills,
    Optional<Instant> quarantinedAt) {
  public ModuleRecord {
    kills = List.copyOf(kills);
  }

  /**
   * What it says about itself; all texts are safe to show.
   *
   * @param imports as {@code module.name}
   */
  public record Facts(
      long lengthBytes,
      ModuleShape shape,
      Set<Phase> phases,
      List<String> imports,
      List<String> exports,
      long memoryBytesMin,
      long memoryBytesMax,
      int functions,
      List<String> warnings) {
    public Facts {
      phases = phases.isEmpty() ? Set.of() : EnumSet.copyOf(phases);
      imports = List.copyOf(imports);
      exports = List.copyOf(exports);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * A runner of it had to be killed.
   *
   * @param message by the node: which wall did not hold
   * @param log the end of what the guest wrote, escaped and bounded
   */
  public record Kill(JobId job, NodeId node, Instant at, String message, String log) {}

  public ModuleRecord used(Instant at) {
    return new ModuleRecord(hash, facts, at, kills, quarantinedAt);
  }

  public ModuleRecord with(Kill kill) {
    var more = new ArrayList<>(kills);
    more.add(kill);
    return new ModuleRecord(hash, facts, usedAt, more, quarantinedAt);
  }

  public ModuleRecord quarantined(Instant at) {
    return new ModuleRecord(hash, facts, usedAt, kills, Optional.of(at));
  }

  /** Free, and nothing held against it. */
  public ModuleRecord released() {
    return new ModuleRecord(hash, facts, usedAt, List.of(), Optional.empty());
  }
}
