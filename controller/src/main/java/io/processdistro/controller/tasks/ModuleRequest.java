package io.processdistro.controller.tasks;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a submitter wants of a module of their own. Checked in form only.
 *
 * @param module content of the module, which is a blob already
 * @param phases those that are to be used; empty for all that a native module exports, and for
 *     execute alone of a WASI command, which cannot say what it has
 */
public record ModuleRequest(
    ContentHash module, Cut cut, Optional<Set<Phase>> phases, Limits limits) {
  public ModuleRequest {
    phases = phases.map(EnumSet::copyOf);
  }

  /**
   * The walls around each task; empty for the default.
   *
   * @param fuel 0 counts nothing
   */
  public record Limits(
      OptionalLong memoryBytesMax,
      OptionalLong wallMillisMax,
      OptionalLong outputBytesMax,
      OptionalLong logBytesMax,
      OptionalLong fuel) {
    public static final Limits DEFAULTS =
        new Limits(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
  }
}
