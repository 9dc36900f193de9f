package io.processdistro.controller.api;

import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.view.HealthView;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Health, readiness, metrics, and the API's own description. */
final class SystemRoutes {
  private static final String DESCRIPTION = "/io/processdistro/openapi.yaml";

  private final Supplier<Optional<String>> whyUnready;
  private final Supplier<String> metrics;
  private final Answers answers;
  private final Buffer description = readDescription();

  /**
   * @param whyUnready empty while jobs can be submitted
   * @param metrics in Prometheus' text format
   */
  SystemRoutes(Supplier<Optional<String>> whyUnready, Supplier<String> metrics, Answers answers) {
    this.whyUnready = whyUnready;
    this.metrics = metrics;
    this.answers = answers;
  }

  void mountPublic(GuardedRouter router) {
    router.on(Endpoint.HEALTH, context -> answers.json(context, 200, new HealthView("ok", null)));
  }

  void mount(GuardedRouter router) {
    router.on(Endpoint.READINESS, this::ready);
    router.on(
        Endpoint.METRICS,
        context ->
            send(
                context, "text/plain; version=0.0.4; charset=utf-8", Buffer.buffer(metrics.get())));
    router.on(Endpoint.DESCRIPTION, context -> send(context, "application/yaml", description));
  }

  private void ready(RoutingContext context) {
    var reason = whyUnready.get();
    if (reason.isEmpty()) answers.json(context, 200, new HealthView("ok", null));
    else answers.json(context, 503, new HealthView("unavailable", reason.get()));
  }

  private static void send(RoutingContext context, String contentType, Buffer body) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .end(body)
        .onFailure(context::fail);
  }

  private static Buffer readDescription() {
    try (var stream = SystemRoutes.class.getResourceAsStream(DESCRIPTION)) {
      if (stream == null)
        throw new IllegalStateException(DESCRIPTION + " is not on the class path");
      return Buffer.buffer(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
