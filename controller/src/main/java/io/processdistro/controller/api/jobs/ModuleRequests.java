package io.processdistro.controller.api.jobs;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.ModuleRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the {@code module} of a submission: form only, the ceilings are the planner's. */
final class ModuleRequests {
  private ModuleRequests() {}

  static ModuleRequest of(JobSubmission.Module module) {
    return new ModuleRequest(
        hash(module.sha256()),
        cut(module.split()),
        phases(module.phases()),
        new ModuleRequest.Limits(
            number(module.memoryBytesMax()),
            number(module.wallMillisMax()),
            number(module.outputBytesMax()),
            number(module.logBytesMax()),
            number(module.fuel())));
  }

  private static ContentHash hash(String text) {
    if (text == null) {
      throw ApiException.invalid("module.sha256", "module.sha256 is missing");
    }
    try {
      return ContentHash.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("module.sha256", "module.sha256: " + e.getMessage());
    }
  }

  private static Cut cut(String text) {
    if (text == null) return new Cut.Automatic();
    return Cut.parse(text)
        .orElseThrow(
            () -> ApiException.invalid("module.split", "module.split must be " + Cut.ALLOWED));
  }

  private static Optional<Set<Phase>> phases(List<String> names) {
    if (names == null) return Optional.empty();
    var phases = EnumSet.noneOf(Phase.class);
    for (var name : names) {
      phases.add(
          Arrays.stream(Phase.values())
              .filter(phase -> phase.exportName().equals(name))
              .findAny()
              .orElseThrow(ModuleRequests::unknownPhase));
    }
    if (phases.isEmpty()) throw unknownPhase();
    return Optional.of(phases);
  }

  private static ApiException unknownPhase() {
    return ApiException.invalid(
        "module.phases", "module.phases must be a list of split, execute and merge");
  }

  private static OptionalLong number(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
