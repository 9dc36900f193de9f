package io.processdistro.controller.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.view.ProblemView;
import io.processdistro.controller.jobs.JobRefusedException;
import io.processdistro.controller.store.BlobRefusedException;
import io.processdistro.controller.store.DiskTrouble;
import io.processdistro.controller.store.StoreTroubleException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers: JSON, and problem+json for everything that is refused or fails. */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private final JsonMapper mapper;

  public Answers(JsonMapper mapper) {
    this.mapper = mapper;
  }

  public void json(RoutingContext context, int status, Object view) {
    send(context, status, JSON, view);
  }

  /** Answers when the future ends: with its view, or with the problem. */
  public void json(RoutingContext context, int status, Future<?> view) {
    view.onSuccess(value -> json(context, status, value)).onFailure(context::fail);
  }

  public String encode(Object view) {
    try {
      return mapper.writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of our own cannot be written: " + view, e);
    }
  }

  /** For the router: turns whatever went wrong into a problem. */
  public void failed(RoutingContext context) {
    var refusal = refusalFor(context);
    var code = refusal.code();
    var response = context.response();
    if (response.headWritten()) {
      // Too late to say anything: the broken connection tells that the answer is not whole.
      context.request().connection().close().onFailure(e -> LOG.debug("http=close-failed", e));
      return;
    }
    if (refusal.status() == 401) response.putHeader("WWW-Authenticate", "Bearer");
    if (refusal.status() == 429) response.putHeader("Retry-After", retryAfterSeconds(code));
    send(
        context,
        refusal.status(),
        PROBLEM,
        new ProblemView(
            "urn:processdistro:error:" + code,
            code.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            refusal.status(),
            code.name(),
            refusal.getMessage(),
            refusal.hint(),
            refusal.field(),
            complaints(refusal)));
  }

  /** Requests are let in again at once, wrong tokens one by one within a minute. */
  private static String retryAfterSeconds(ErrorCode code) {
    return code == ErrorCode.RATE_LIMITED ? "1" : "60";
  }

  /** Null if there is nothing to say beyond the detail. */
  private static List<ProblemView.Complaint> complaints(ApiException refusal) {
    if (refusal.complaints().isEmpty()) return null;
    return refusal.complaints().stream()
        .map(one -> new ProblemView.Complaint(one.what(), one.fix()))
        .toList();
  }

  private void send(RoutingContext context, int status, String contentType, Object view) {
    var response = context.response();
    if (response.ended() || response.closed()) return;
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .end(Buffer.buffer(encode(view)))
        .onFailure(e -> LOG.debug("http=answer-not-sent reason=\"{}\"", e.toString()));
  }

  private static ApiException refusalFor(RoutingContext context) {
    var failure = context.failure();
    return switch (failure) {
      case null -> refusalFor(context.statusCode(), context);
      case ApiException refusal -> refusal;
      case JobRefusedException e -> new ApiException(e);
      case BlobRefusedException e -> new ApiException(e.code(), null, e.getMessage(), null);
      case StoreTroubleException e -> new ApiException(e.code(), null, e.getMessage(), null);
      case IOException e -> {
        LOG.warn("http=store-failed path={} reason=\"{}\"", context.normalizedPath(), e.toString());
        yield diskTrouble(e);
      }
      default -> {
        if (context.statusCode() >= 400 && context.statusCode() < 500) {
          yield refusalFor(context.statusCode(), context);
        }
        LOG.error("http=internal-error path={}", context.normalizedPath(), failure);
        yield new ApiException(
            ErrorCode.INTERNAL_ERROR,
            null,
            "the controller failed at this request: a fault of its own",
            "the controller's log says more");
      }
    };
  }

  private static ApiException diskTrouble(IOException e) {
    return switch (DiskTrouble.of(e)) {
      case FULL ->
          new ApiException(
              ErrorCode.STORE_FULL,
              null,
              "the controller's disk is full",
              "free space there, then send it again");
      case READ_ONLY ->
          new ApiException(
              ErrorCode.STORE_FAILED,
              null,
              "the controller's disk takes no writes",
              "make its file system writable, then send it again");
      case FAILED ->
          new ApiException(
              ErrorCode.STORE_FAILED,
              null,
              "the controller cannot read or write its disk",
              "see the controller's log");
    };
  }

  /** For what the router itself refuses. */
  private static ApiException refusalFor(int status, RoutingContext context) {
    return switch (status) {
      case 404 ->
          new ApiException(
              ErrorCode.NOT_FOUND, null, "there is nothing at this path", "GET /v1/openapi.yaml");
      case 405 ->
          new ApiException(
              ErrorCode.INVALID_REQUEST,
              405,
              null,
              "this path does not take " + context.request().method().name(),
              "GET /v1/openapi.yaml");
      case 400 ->
          new ApiException(ErrorCode.INVALID_REQUEST, null, "the request is malformed", null);
      default ->
          new ApiException(ErrorCode.INVALID_REQUEST, status, null, "the request is refused", null);
    };
  }
}
