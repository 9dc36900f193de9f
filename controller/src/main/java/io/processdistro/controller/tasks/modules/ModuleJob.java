package io.processdistro.controller.tasks.modules;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskLimits;
import java.util.List;
import java.util.Set;

/**
 * What holds for a job of a user's module from its beginning to its end.
 *
 * @param module what runs: rewritten for the limits of this job
 * @param origin the module as it is listed and quarantined, whatever limits a job has
 * @param phases that are used; execute is always among them
 * @param params as the guest gets them; empty for none
 * @param usesRandomness what it gives follows from the job, not from its input alone
 * @param fileNames of the chunks if they were files; else empty
 */
record ModuleJob(
    ContentHash module,
    ContentHash origin,
    Set<Phase> phases,
    TaskLimits limits,
    String params,
    boolean usesRandomness,
    ResultFormat format,
    List<String> fileNames,
    ModuleCeilings ceilings) {

  boolean merges() {
    return phases.contains(Phase.MERGE);
  }

  /** Jobs of one module cost about the same per task of one phase. */
  String costClass(Phase phase) {
    return "/" + origin.brief() + "/" + phase.exportName();
  }
}
