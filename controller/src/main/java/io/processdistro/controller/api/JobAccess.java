package io.processdistro.controller.api;

import io.processdistro.controller.security.Principal;
import io.processdistro.controller.store.JobRecord;
import java.util.Optional;
import java.util.function.Predicate;

/** Whose jobs a principal sees; to a submitter those of others do not exist. */
final class JobAccess {
  private JobAccess() {}

  /** The only one whose jobs it sees; empty if it sees all. Nodes see none at all. */
  static Optional<String> onlyOf(Principal principal) {
    return switch (principal.role()) {
      case ADMIN, VIEWER -> Optional.empty();
      case SUBMITTER, NODE -> Optional.of(principal.name());
    };
  }

  static Predicate<JobRecord> visibleTo(Principal principal) {
    return switch (principal.role()) {
      case ADMIN, VIEWER -> job -> true;
      case SUBMITTER -> job -> job.spec().rules().submitter().equals(principal.name());
      case NODE -> job -> false;
    };
  }
}
