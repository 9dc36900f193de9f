package io.processdistro.controller.api.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.Queries;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.tasks.Preview;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.mandelbrot.FinishedPreview;
import io.processdistro.controller.tasks.mandelbrot.Mandelbrot;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pictures of jobs, made on a worker, the latest kept. Belongs to the event loop. */
public final class PreviewRoutes {
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int WIDTH_MAX = 1_024;
  private static final int WIDTH_DEFAULT = 512;
  private static final int KEPT = 16;

  /**
   * @param tag of what was painted, and how wide
   */
  private record Picture(String tag, byte[] png) {}

  private final Jobs jobs;
  private final WorkerExecutor workers;
  private final Map<String, Picture> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Picture> eldest) {
          return size() > KEPT;
        }
      };

  public PreviewRoutes(Jobs jobs, WorkerExecutor workers) {
    this.jobs = jobs;
    this.workers = workers;
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.GET_PREVIEW, this::preview);
  }

  private void preview(RoutingContext context) {
    var job = JobAccess.jobOf(context, jobs);
    long width = Queries.number(context, "width").orElse(WIDTH_DEFAULT);
    if (width < 1 || width > WIDTH_MAX) {
      throw ApiException.invalid("width", "width must be 1 to " + WIDTH_MAX + ", was " + width);
    }
    if (!job.spec().taskType().equals(Mandelbrot.NAME)) throw none(job);
    var shown = of(job);
    if (shown.isEmpty()) {
      sendNothing(context);
      return;
    }
    var preview = shown.get();
    var tag = "\"" + Long.toString(preview.painted(), Character.MAX_RADIX) + "-" + width + "\"";
    if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      context.response().setStatusCode(NOT_MODIFIED).putHeader(HttpHeaders.ETAG, tag).end();
      return;
    }
    var known = kept.get(job.id().text());
    if (known != null && known.tag().equals(tag)) {
      send(context, known);
      return;
    }
    workers
        .executeBlocking(() -> preview.png((int) width).map(png -> new Picture(tag, png)), false)
        .onSuccess(
            made ->
                made.ifPresentOrElse(
                    picture -> {
                      kept.put(job.id().text(), picture);
                      send(context, picture);
                    },
                    () -> sendNothing(context)))
        .onFailure(context::fail);
  }

  private Optional<Preview> of(JobRecord job) {
    if (job.end().isEmpty()) return jobs.preview(job.id());
    return job.end()
        .flatMap(JobEnd::result)
        .filter(result -> result.format().equals(ResultFormat.PNG.extension()))
        .map(result -> new FinishedPreview(result.path()));
  }

  private static ApiException none(JobRecord job) {
    return new ApiException(
        ErrorCode.NOT_FOUND,
        null,
        "of job " + job.id() + " there is no picture",
        "images of mandelbrot have one");
  }

  private static void sendNothing(RoutingContext context) {
    context.response().setStatusCode(NO_CONTENT).end().onFailure(context::fail);
  }

  private static void send(RoutingContext context, Picture picture) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "image/png")
        .putHeader(HttpHeaders.ETAG, picture.tag())
        .end(Buffer.buffer(picture.png()))
        .onFailure(context::fail);
  }
}
