package io.processdistro.controller.api;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.jobs.Jobs;
import io.vertx.ext.web.RoutingContext;

/** What is remembered of a job beside its state: a picture and a trace. */
final class TraceRoutes {
  private final Jobs jobs;

  TraceRoutes(Jobs jobs) {
    this.jobs = jobs;
  }

  void mount(GuardedRouter router) {
    router.on(Endpoint.GET_PREVIEW, context -> refuse(context, "picture"));
    router.on(Endpoint.GET_TRACE, context -> refuse(context, "trace"));
  }

  private void refuse(RoutingContext context, String what) {
    var job = JobRoutes.jobOf(context, jobs);
    throw new ApiException(
        ErrorCode.NOT_FOUND, null, "of job " + job.id() + " there is no " + what, null);
  }
}
