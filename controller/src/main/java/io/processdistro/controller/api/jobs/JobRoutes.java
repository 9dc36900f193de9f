package io.processdistro.controller.api.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.api.gate.Audits;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.api.http.JsonBody;
import io.processdistro.controller.api.http.Queries;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.jobs.JobRefusedException;
import io.processdistro.controller.jobs.JobStatus;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.store.JobRecord;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.FileNotFoundException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code /v1/jobs} and what is below it, except for explanations. */
public final class JobRoutes {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Set<String> STATES =
      Set.of("queued", "running", "completed", "failed", "cancelled");

  private final Jobs jobs;
  private final JobJsons jsons;
  private final SubmissionReader reader;
  private final DryRuns dryRuns;
  private final Estimates estimates;
  private final Audits audits;
  private final Answers answers;

  public JobRoutes(
      Jobs jobs,
      JobJsons jsons,
      SubmissionReader reader,
      DryRuns dryRuns,
      Estimates estimates,
      Audits audits,
      Answers answers) {
    this.jobs = jobs;
    this.jsons = jsons;
    this.reader = reader;
    this.dryRuns = dryRuns;
    this.estimates = estimates;
    this.audits = audits;
    this.answers = answers;
  }

  public void mount(GuardedRouter router) {
    router.on(
        Endpoint.SUBMIT_JOB,
        context -> {
          boolean dry = Queries.flag(context, "dry_run");
          if (Queries.flag(context, "estimate")) estimate(context, dry);
          else if (dry) dryRun(context);
          else submit(context);
        });
    router.on(Endpoint.LIST_JOBS, this::list);
    router.on(Endpoint.GET_JOB, this::show);
    router.on(Endpoint.CANCEL_JOB, this::cancel);
    router.on(Endpoint.RESUME_JOB, this::resume);
    router.on(Endpoint.GET_RESULT, this::result);
  }

  private void submit(RoutingContext context) {
    var sender = GuardedRouter.principalOf(context);
    var key = idempotencyKey(context).map(given -> ownKey(sender, given));
    JsonBody.read(context)
        .map(Buffer::getBytes)
        .compose(
            body -> {
              var wished = reader.read(body, sender);
              return jobs.submit(wished.spec(), ContentHash.of(body), key, wished.reusable());
            })
        .onSuccess(
            submitted -> {
              var job = show(submitted.job());
              if (submitted.isNew()) {
                audits.record(
                    context,
                    AuditKind.JOB_SUBMITTED,
                    Map.of("job", job.id(), "type", job.taskType(), "submitter", job.submitter()));
              }
              context.response().putHeader(HttpHeaders.LOCATION, job.links().self());
              answers.json(context, submitted.isNew() ? 201 : 200, job);
            })
        .onFailure(context::fail);
  }

  private void dryRun(RoutingContext context) {
    var sender = GuardedRouter.principalOf(context);
    var view =
        JsonBody.read(context)
            .map(body -> reader.read(body.getBytes(), sender))
            .compose(
                wished ->
                    jobs.dryRun(wished.spec(), wished.reusable())
                        .map(found -> dryRuns.of(wished.spec().taskType(), found)));
    answers.json(context, 200, view);
  }

  private void estimate(RoutingContext context, boolean dry) {
    if (dry) {
      throw ApiException.invalid(
          "estimate", "estimate runs a part of the job and dry_run nothing: use one of them");
    }
    var sender = GuardedRouter.principalOf(context);
    var view =
        JsonBody.read(context)
            .map(body -> reader.read(body.getBytes(), sender).spec())
            .compose(estimates::of)
            .onSuccess(
                estimate ->
                    audits.record(
                        context,
                        AuditKind.JOB_SUBMITTED,
                        Map.of(
                            "job",
                            estimate.job(),
                            "type",
                            estimate.taskType(),
                            "submitter",
                            sender.name(),
                            "estimate",
                            "true")));
    answers.json(context, 200, view);
  }

  /** So that nobody finds another's job by guessing the key. A name holds no space. */
  private static String ownKey(Principal sender, String key) {
    return sender.name() + " " + key;
  }

  private static Optional<String> idempotencyKey(RoutingContext context) {
    var key = context.request().getHeader("Idempotency-Key");
    if (key != null && !KEY.matcher(key).matches()) {
      throw ApiException.invalid(
          "Idempotency-Key", "an Idempotency-Key is 1 to 128 printable ASCII characters");
    }
    return Optional.ofNullable(key);
  }

  private JobJson show(JobId id) {
    try {
      return show(jobs.find(id.text()));
    } catch (JobRefusedException e) {
      throw new IllegalStateException("a job just submitted is unknown", e);
    }
  }

  private JobJson show(JobRecord record) {
    return jsons.of(jobs.status(record));
  }

  private void list(RoutingContext context) {
    int limit = Queries.limit(context);
    long before = Queries.number(context, "cursor").orElse(Long.MAX_VALUE);
    var state = Queries.text(context, "state");
    if (state.isPresent() && !STATES.contains(state.get())) {
      throw ApiException.invalid(
          "state", "state must be queued, running, completed, failed or cancelled");
    }
    var visible = JobAccess.visibleTo(GuardedRouter.principalOf(context));
    Predicate<JobStatus> wanted =
        job ->
            visible.test(job.record())
                && (state.isEmpty() || JobJsons.stateOf(job).equals(state.get()));
    var found = jobs.page(before, limit + 1, wanted);
    var page = found.subList(0, Math.min(limit, found.size()));
    var nextCursor = found.size() > limit ? Long.toString(page.getLast().record().number()) : null;
    answers.json(context, 200, JobJsons.page(page.stream().map(jsons::of).toList(), nextCursor));
  }

  private void show(RoutingContext context) {
    var record = JobAccess.jobOf(context, jobs);
    var wait = Queries.duration(context, "wait", ApiLimits.WAIT_MAX);
    var seen = Queries.number(context, "seen");
    if (seen.isPresent() && wait.isEmpty()) {
      throw ApiException.invalid("seen", "seen makes sense only together with wait");
    }
    Future<Void> due;
    if (wait.isEmpty()) due = Future.succeededFuture();
    else if (seen.isEmpty()) due = jobs.awaitFinished(record.id(), wait.get());
    else due = jobs.awaitChange(record.id(), seen.getAsLong(), wait.get());
    answers.json(context, 200, due.map(ignored -> show(record)));
  }

  private void cancel(RoutingContext context) {
    var record = JobAccess.jobOf(context, jobs);
    audits.record(context, AuditKind.JOB_CANCELLED, Map.of("job", record.id().text()));
    answers.json(context, 200, jobs.cancel(record.id()).map(ignored -> show(record)));
  }

  private void resume(RoutingContext context) {
    var record = JobAccess.jobOf(context, jobs);
    audits.record(context, AuditKind.JOB_RESUMED, Map.of("job", record.id().text()));
    answers.json(context, 200, jobs.resume(record).map(ignored -> show(record)));
  }

  private void result(RoutingContext context) {
    var status = jobs.status(JobAccess.jobOf(context, jobs));
    var record = status.record();
    var result = record.end().flatMap(end -> end.result());
    if (result.isEmpty()) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          null,
          record.spec().sampled()
              ? "job " + record.id() + " was a sample for an estimate and has no result"
              : "job " + record.id() + " is " + JobJsons.stateOf(status) + " and has no result",
          status.isFinished()
              ? "GET /v1/jobs/" + record.id() + " says more"
              : "GET /v1/jobs/" + record.id() + "?wait=60s waits for it");
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, result.get().contentType())
        .putHeader(
            "Content-Disposition",
            "attachment; filename=\"" + JobJsons.fileNameOf(record, result.get()) + "\"")
        .sendFile(result.get().path().toString())
        .onFailure(e -> context.fail(e instanceof FileNotFoundException ? gone(record) : e));
  }

  /** As in a restored backup, if the job was being forgotten when that was made. */
  private static ApiException gone(JobRecord job) {
    return new ApiException(
        ErrorCode.NOT_FOUND,
        null,
        "the result of job " + job.id() + " is no longer there",
        "submit the job again: it is computed anew");
  }
}
