package io.processdistro.common.module;

import io.processdistro.common.values.Phase;
import java.util.List;
import java.util.Set;

/**
 * What a module says about itself.
 *
 * @param phases which functions of a job a native module exports; empty for a WASI command, which
 *     cannot say ({@link #phasesKnown})
 * @param exports names of its exported functions, in the module's order, escaped and bounded;
 *     without those that ingest added
 * @param functions how many it has, imported ones included
 * @param metered whether it has an instruction budget ({@link FuelExports})
 */
public record ModuleFacts(
    ModuleShape shape,
    Set<Phase> phases,
    List<ModuleImport> imports,
    List<String> exports,
    MemoryPages memory,
    int functions,
    boolean metered) {
  public ModuleFacts {
    phases = Set.copyOf(phases);
    imports = List.copyOf(imports);
    exports = List.copyOf(exports);
  }

  /** Whether {@link #phases} is the whole truth. */
  public boolean phasesKnown() {
    return shape == ModuleShape.NATIVE;
  }
}
