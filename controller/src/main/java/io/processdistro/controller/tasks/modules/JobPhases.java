package io.processdistro.controller.tasks.modules;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.ModuleFacts;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.ModuleRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which phases of a module a job uses. */
final class JobPhases {
  private JobPhases() {}

  /**
   * Those that were asked for; else all that a native module exports, and execute alone of a WASI
   * command. A way of cutting the input that was asked for takes the place of the module's split.
   *
   * @throws InvalidJobException if a phase is missing from the module, or two wishes contradict
   */
  static Set<Phase> of(ModuleRequest request, ModuleFacts facts) throws InvalidJobException {
    var phases = EnumSet.of(Phase.EXECUTE);
    if (request.phases().isPresent()) phases.addAll(request.phases().get());
    else if (facts.phasesKnown()) phases.addAll(facts.phases());
    if (request.phases().isPresent() && !request.phases().get().contains(Phase.EXECUTE)) {
      throw refused("phases must contain execute, was " + names(request.phases().get()), "");
    }
    if (facts.phasesKnown() && !facts.phases().containsAll(phases)) {
      throw refused(
          "the module exports "
              + names(facts.phases())
              + ", and "
              + names(phases)
              + " are asked for",
          "export the missing function, or leave it out of the phases");
    }
    return switch (request.cut()) {
      case Cut.Automatic automatic -> phases;
      case Cut.ByModule byModule -> {
        if (phases.contains(Phase.SPLIT)) yield phases;
        throw refused(
            facts.phasesKnown()
                ? "the module is to split its input, and exports no split"
                : "the module is to split its input, and split is not among its phases",
            facts.phasesKnown()
                ? "export split, or cut with --split lines:1000 or --chunk-size 4MiB"
                : "name them: --phases split,execute");
      }
      case Cut.Whole cut -> withoutSplit(phases, request);
      case Cut.ByFile cut -> withoutSplit(phases, request);
      case Cut.ByLines cut -> withoutSplit(phases, request);
      case Cut.ByBytes cut -> withoutSplit(phases, request);
    };
  }

  private static Set<Phase> withoutSplit(Set<Phase> phases, ModuleRequest request)
      throws InvalidJobException {
    if (request.phases().isPresent() && phases.contains(Phase.SPLIT)) {
      throw refused(
          "the input is to be cut by the controller, and split is among the phases as well",
          "leave one of the two out");
    }
    phases.remove(Phase.SPLIT);
    return phases;
  }

  private static String names(Set<Phase> phases) {
    return phases.stream().sorted().map(Phase::exportName).collect(Collectors.joining(", "));
  }

  private static InvalidJobException refused(String message, String hint) {
    return new InvalidJobException(ErrorCode.INVALID_PARAMETER, "module.phases", message, hint);
  }
}
