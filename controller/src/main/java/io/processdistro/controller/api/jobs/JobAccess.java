package io.processdistro.controller.api.jobs;

import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.jobs.JobRefusedException;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.store.JobRecord;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Whose jobs a principal sees; to a submitter those of others do not exist. */
public final class JobAccess {
  private static final Pattern ID_OR_PREFIX = Pattern.compile("[a-z2-7]{1,16}");

  private JobAccess() {}

  /** The only one whose jobs it sees; empty if it sees all. Nodes see none at all. */
  public static Optional<String> onlyOf(Principal principal) {
    return switch (principal.role()) {
      case ADMIN, VIEWER -> Optional.empty();
      case SUBMITTER, NODE -> Optional.of(principal.name());
    };
  }

  public static Predicate<JobRecord> visibleTo(Principal principal) {
    return switch (principal.role()) {
      case ADMIN, VIEWER -> job -> true;
      case SUBMITTER -> job -> job.spec().rules().submitter().equals(principal.name());
      case NODE -> job -> false;
    };
  }

  /** The job that the path names. Throws {@link ApiException} if it names none that is visible. */
  public static JobRecord jobOf(RoutingContext context, Jobs jobs) {
    return jobOf(context, jobs, context.pathParam("id"));
  }

  /** The visible job with this id, or the only one whose id starts so; likewise. */
  public static JobRecord jobOf(RoutingContext context, Jobs jobs, String id) {
    if (!ID_OR_PREFIX.matcher(id).matches()) {
      throw ApiException.invalid("id", "a job's id is up to 16 characters of a-z and 2-7");
    }
    try {
      return jobs.find(id, JobAccess.visibleTo(GuardedRouter.principalOf(context)));
    } catch (JobRefusedException e) {
      throw new ApiException(e.code(), e.field(), e.getMessage(), e.hint());
    }
  }
}
