package io.processdistro.controller.api;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.dashboard.DashboardFiles;
import io.processdistro.controller.dashboard.DashboardFiles.DashboardFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The dashboard's own files, for everybody: what they show needs a token. */
final class DashboardRoutes {
  /** Scripts, styles and connections of this origin alone; nothing may frame the page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static final String HOW_TO_BUILD =
      "This controller was built without its dashboard: scripts/build builds both, and everything"
          + " else is at /v1 (GET /v1/openapi.yaml).\n";

  private final DashboardFiles files;

  DashboardRoutes(DashboardFiles files) {
    this.files = files;
  }

  void mountPublic(GuardedRouter router) {
    router.on(Endpoint.DASHBOARD, this::page);
    router.on(Endpoint.DASHBOARD_ASSET, this::asset);
  }

  private void page(RoutingContext context) {
    var page = files.page();
    if (page.isPresent()) {
      send(context, page.get());
      return;
    }
    context
        .response()
        .setStatusCode(404)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(HOW_TO_BUILD)
        .onFailure(context::fail);
  }

  private void asset(RoutingContext context) {
    var name = context.pathParam("name");
    var file =
        files
            .asset(name)
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.NOT_FOUND,
                        "name",
                        "the dashboard has no such file",
                        "load the page again: it may be of another version"));
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    send(context, file);
  }

  private static void send(RoutingContext context, DashboardFile file) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader(HttpHeaders.CONTENT_TYPE, file.contentType())
        .end(Buffer.buffer(file.bytes()))
        .onFailure(context::fail);
  }
}
