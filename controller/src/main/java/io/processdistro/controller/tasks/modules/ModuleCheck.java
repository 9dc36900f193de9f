package io.processdistro.controller.tasks.modules;

import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.IngestedModule;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.controller.tasks.Complaint;
import io.processdistro.controller.tasks.InvalidJobException;
import java.util.List;

/** Ingests users' modules under the controller's rules. Takes time in proportion to their size. */
public final class ModuleCheck {
  private static final String FIELD = "module";

  private final ModuleCeilings ceilings;

  public ModuleCheck(ModuleCeilings ceilings) {
    this.ceilings = ceilings;
  }

  /** The module as it is listed: with the most memory that any job may ask for, and no budget. */
  public IngestedModule listed(byte[] bytes) throws InvalidJobException {
    return ingest(bytes, new IngestRules(ceilings.memoryBytesMax(), false));
  }

  /** The module as nodes run it for one job. */
  IngestedModule forJob(byte[] bytes, long memoryBytesMax, boolean fuel)
      throws InvalidJobException {
    return ingest(bytes, new IngestRules(memoryBytesMax, fuel));
  }

  private static IngestedModule ingest(byte[] bytes, IngestRules rules) throws InvalidJobException {
    try {
      return ModuleIngest.ingest(bytes, rules);
    } catch (ModuleRefusedException e) {
      var first = e.complaints().getFirst();
      int more = e.complaints().size() - 1;
      List<Complaint> all =
          e.complaints().stream().map(one -> new Complaint(one.what(), one.fix())).toList();
      throw new InvalidJobException(
          e.code(),
          FIELD,
          "the module is refused: " + first.what() + (more == 0 ? "" : " (and " + more + " more)"),
          first.fix(),
          all);
    }
  }
}
