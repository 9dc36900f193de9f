package io.processdistro.controller.api.http;

import io.processdistro.common.errors.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Reads a bounded body whole; refuses a longer one as soon as it shows, unread. */
public final class JsonBody {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private JsonBody() {}

  /** Call it in the turn in which the request arrived. Fails with an {@link ApiException}. */
  public static Future<Buffer> read(RoutingContext context) {
    return read(
        context,
        ApiLimits.JSON_BYTES_MAX,
        "the body is longer than " + ApiLimits.JSON_BYTES_MAX + " bytes",
        "send contents as blobs: PUT /v1/blobs/{sha256}");
  }

  /**
   * Call it in the turn in which the request arrived. Fails with an {@link ApiException}.
   *
   * @param tooLong the refusal of a longer body, and {@code hint} what to do about it
   */
  public static Future<Buffer> read(
      RoutingContext context, int bytesMax, String tooLong, String hint) {
    var request = context.request();
    if (lengthOf(request) > bytesMax) return Future.failedFuture(tooLong(tooLong, hint));
    ExpectContinue.ask(context);
    Promise<Buffer> whole = Promise.promise();
    var body = Buffer.buffer();
    request.handler(
        piece -> {
          if (whole.future().isComplete()) return;
          body.appendBuffer(piece);
          if (body.length() > bytesMax) whole.tryFail(tooLong(tooLong, hint));
        });
    request.endHandler(ignored -> whole.tryComplete(body));
    request.exceptionHandler(
        ignored -> whole.tryFail(ApiException.invalid(null, "the body broke off")));
    long timer =
        context
            .vertx()
            .setTimer(ApiLimits.bodyTimeMax(bytesMax).toMillis(), ignored -> whole.tryFail(late()));
    return whole.future().onComplete(ignored -> context.vertx().cancelTimer(timer));
  }

  /** As the client announces it; 0 if it does not. Throws {@link ApiException} on nonsense. */
  public static long lengthOf(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) return 0;
    if (LENGTH.matcher(length).matches()) return Long.parseLong(length);
    throw ApiException.invalid("Content-Length", "Content-Length must be a number of bytes");
  }

  private static ApiException late() {
    return new ApiException(
        ErrorCode.INVALID_REQUEST, 408, null, "the body did not arrive in time", null);
  }

  private static ApiException tooLong(String message, String hint) {
    return new ApiException(ErrorCode.TOO_LARGE, null, message, hint);
  }
}
