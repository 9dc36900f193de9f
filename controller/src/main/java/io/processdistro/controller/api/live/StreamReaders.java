package io.processdistro.controller.api.live;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.gate.Authentication;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.security.Authenticator;
import io.processdistro.controller.security.Credentials;
import io.processdistro.controller.security.Identity;
import io.processdistro.controller.security.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Those who read server-sent events of one kind. A stream lasts no longer than what its reader
 * showed to open it: every {@value #LOOK_MILLIS} ms that is judged anew, and a reader who would be
 * refused by now finds its stream ended. Belongs to the event loop.
 *
 * @param <W> what one of them wishes to read
 */
final class StreamReaders<W> {
  private static final long LOOK_MILLIS = 1_000;

  private static final class Reader<W> {
    final W wish;
    final Credentials credentials;
    final Principal principal;
    int looksBehind;

    Reader(W wish, Credentials credentials, Principal principal) {
      this.wish = wish;
      this.credentials = credentials;
      this.principal = principal;
    }
  }

  private final int countMax;
  private final int bytesMax;
  private final int patienceSeconds;
  private final Map<HttpServerResponse, Reader<W>> readers = new LinkedHashMap<>();

  /**
   * @param bytesMax a reader for whom more waits is behind, and is sent nothing
   * @param patienceSeconds how long one may be behind before it is cut off; 0 where nothing may be
   *     left out
   */
  StreamReaders(int countMax, int bytesMax, int patienceSeconds) {
    this.countMax = countMax;
    this.bytesMax = bytesMax;
    this.patienceSeconds = patienceSeconds;
  }

  /** Begins to judge readers anew; call once. */
  void start(Vertx vertx, Authenticator authenticator) {
    vertx.setPeriodic(LOOK_MILLIS, ignored -> look(authenticator));
  }

  boolean isEmpty() {
    return readers.isEmpty();
  }

  /** Refuses a request for which there is no room. */
  void requireRoom() {
    if (readers.size() < countMax) return;
    throw new ApiException(
        ErrorCode.OVERLOADED, null, countMax + " readers follow already", "try again later");
  }

  /**
   * Whoever sent this request reads from now on.
   *
   * @param first sent at once
   */
  void add(RoutingContext context, W wish, String first) {
    requireRoom();
    var response =
        context
            .response()
            .setChunked(true)
            .setWriteQueueMaxSize(bytesMax)
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
    var reader =
        new Reader<>(
            wish,
            Authentication.credentialsOf(context.request()),
            GuardedRouter.principalOf(context));
    readers.put(response, reader);
    response.closeHandler(ignored -> readers.remove(response));
    write(response, first);
  }

  /**
   * @param textFor what one who wishes this gets; empty for nothing
   */
  void send(Function<W, String> textFor) {
    for (var each : List.copyOf(readers.entrySet())) {
      var response = each.getKey();
      if (!response.writeQueueFull()) {
        var text = textFor.apply(each.getValue().wish);
        if (!text.isEmpty()) write(response, text);
      } else if (patienceSeconds == 0) {
        cutOff(response);
      }
    }
  }

  private void write(HttpServerResponse response, String text) {
    response.write(text).onFailure(ignored -> readers.remove(response));
  }

  private void look(Authenticator authenticator) {
    for (var each : List.copyOf(readers.entrySet())) {
      var response = each.getKey();
      var reader = each.getValue();
      reader.looksBehind = response.writeQueueFull() ? reader.looksBehind + 1 : 0;
      if (patienceSeconds > 0 && reader.looksBehind * LOOK_MILLIS > patienceSeconds * 1_000L) {
        cutOff(response);
      } else if (!isWelcome(reader, authenticator)) {
        readers.remove(response);
        response.end();
      }
    }
  }

  /** As the one that it was: a name and role of another would see other things. */
  private static boolean isWelcome(Reader<?> reader, Authenticator authenticator) {
    return authenticator.authenticate(reader.credentials) instanceof Identity.Known(var principal)
        && principal.equals(reader.principal);
  }

  private void cutOff(HttpServerResponse response) {
    readers.remove(response);
    response.reset();
  }
}
