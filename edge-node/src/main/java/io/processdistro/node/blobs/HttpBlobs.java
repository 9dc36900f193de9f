package io.processdistro.node.blobs;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Output;
import io.processdistro.node.link.Backoff;
import io.processdistro.node.spool.OutputUpload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Blobs from and to the controller over HTTP, at most {@value #FETCHES_MAX} and {@value
 * #UPLOADS_MAX} at once, off the event loop. Each is tried up to {@value #ATTEMPTS_MAX} times, with
 * waits of up to 0.1, 0.2, 0.4… seconds between; what will never go better (not there, refused) is
 * tried once.
 *
 * <p>Start transfers on the agent's event loop; the futures complete there.
 */
public final class HttpBlobs implements BlobSource, OutputUpload {
  private static final int FETCHES_MAX = 4;
  private static final int UPLOADS_MAX = 3;
  private static final int ATTEMPTS_MAX = 6;
  private static final long FIRST_WAIT_MILLIS = 100;
  private static final long WAIT_MILLIS_MAX = 3_000;

  /** Up to this size an output is read into memory and sent in one go. */
  private static final long SMALL_BYTES_MAX = 4 << 20;

  private static final int FILE_BUFFER_BYTES = 1 << 17;

  private final Vertx vertx;
  private final ControllerAddress controller;
  private final String token;
  private final Timeouts timeouts;
  private final RandomGenerator random;
  private final WorkerContexts workers;
  private final HttpClient client;
  private final Turns fetches = new Turns(FETCHES_MAX);
  private final Turns uploads = new Turns(UPLOADS_MAX);

  /**
   * @param connectMillisMax of one TCP connection
   * @param idleMillisMax without a byte in either direction during a transfer
   */
  public record Timeouts(int connectMillisMax, long idleMillisMax) {
    public static final Timeouts DEFAULTS = new Timeouts(5_000, 15_000);
  }

  private HttpBlobs(
      Vertx vertx,
      ControllerAddress controller,
      String token,
      Timeouts timeouts,
      RandomGenerator random,
      WorkerContexts workers) {
    this.vertx = vertx;
    this.controller = controller;
    this.token = token;
    this.timeouts = timeouts;
    this.random = random;
    this.workers = workers;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setIdleTimeout((int) timeouts.idleMillisMax())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS),
            new PoolOptions().setHttp1MaxSize(FETCHES_MAX + UPLOADS_MAX));
  }

  /** Prepares transfers with one controller. */
  public static Future<HttpBlobs> create(
      Vertx vertx,
      ControllerAddress controller,
      String token,
      Timeouts timeouts,
      RandomGenerator random) {
    return WorkerContexts.create(vertx, FETCHES_MAX + UPLOADS_MAX)
        .map(workers -> new HttpBlobs(vertx, controller, token, timeouts, random, workers));
  }

  @Override
  public Future<Long> fetch(ContentHash hash, Path target, long bytesMax) {
    return repeatedly(
        fetches,
        () ->
            request(options(HttpMethod.GET, hash))
                .compose(HttpClientRequest::send)
                .compose(response -> receive(response, hash, target, bytesMax)));
  }

  @Override
  public Future<?> upload(Output.Blob output, Path file) {
    return repeatedly(
        uploads,
        () ->
            request(
                    options(HttpMethod.PUT, output.hash())
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream"))
                .compose(request -> send(request, file))
                .compose(response -> confirm(response, output)));
  }

  /** Every failure comes through a future; without a handler it would be logged once more. */
  private Future<HttpClientRequest> request(RequestOptions options) {
    return client.request(options).map(request -> request.exceptionHandler(ignored -> {}));
  }

  private Future<Long> receive(
      HttpClientResponse response, ContentHash hash, Path target, long bytesMax) {
    if (response.statusCode() != 200) return refused(response, "blob " + hash.brief());
    long announced = announcedLength(response);
    if (announced > bytesMax) {
      abandon(response);
      return Future.failedFuture(BlobSink.tooLong(announced, bytesMax));
    }
    BlobSink sink;
    try {
      sink = new BlobSink(target, bytesMax);
    } catch (IOException e) {
      abandon(response);
      return Future.failedFuture(e);
    }
    Promise<Long> ended = Promise.promise();
    response.handler(
        chunk -> {
          if (ended.future().isComplete()) return;
          try {
            sink.write(chunk);
          } catch (IOException | BlobException e) {
            ended.fail(e);
            abandon(response);
          }
        });
    response
        .end()
        .onFailure(ended::tryFail)
        .onSuccess(
            ignored -> {
              if (ended.future().isComplete()) return;
              try {
                ended.complete(sink.finish(hash));
              } catch (IOException | BlobException e) {
                ended.fail(e);
              }
            });
    return ended.future().onFailure(ignored -> sink.abort());
  }

  /** Zero if it is not told, or told badly: the sink counts anyway. */
  private static long announcedLength(HttpClientResponse response) {
    var text = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private Future<HttpClientResponse> send(HttpClientRequest request, Path file) {
    try {
      long length = Files.size(file);
      if (length <= SMALL_BYTES_MAX) return request.send(Buffer.buffer(Files.readAllBytes(file)));
      request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
      return vertx
          .fileSystem()
          .open(file.toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false))
          .compose(
              open ->
                  request
                      .send(open.setReadBufferSize(FILE_BUFFER_BYTES))
                      .eventually(() -> open.close().otherwiseEmpty()));
    } catch (IOException e) {
      request.reset();
      return Future.failedFuture(e);
    }
  }

  private Future<Void> confirm(HttpClientResponse response, Output.Blob output) {
    var status = response.statusCode();
    if (status == 200 || status == 201 || status == 204) return Future.succeededFuture();
    return refused(response, "output " + output.hash().brief());
  }

  private <T> Future<T> refused(HttpClientResponse response, String what) {
    int status = response.statusCode();
    abandon(response);
    var message = "the controller answered " + status + " for " + what;
    boolean passing = status >= 500 || status == 408 || status == 429;
    return Future.failedFuture(
        passing ? BlobException.passing(message, null) : BlobException.lasting(message));
  }

  /** Reads no more of an answer; what the connection says to that is of no interest. */
  private static void abandon(HttpClientResponse response) {
    response.exceptionHandler(ignored -> {});
    response.request().reset();
  }

  private RequestOptions options(HttpMethod method, ContentHash hash) {
    return new RequestOptions()
        .setMethod(method)
        .setHost(controller.host())
        .setPort(controller.port())
        .setURI("/v1/blobs/" + hash)
        .setConnectTimeout(timeouts.connectMillisMax())
        .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
  }

  /** Takes a turn for all attempts, on a worker; completes on the context of the caller. */
  private <T> Future<T> repeatedly(Turns turns, Supplier<Future<T>> attempt) {
    var caller = vertx.getOrCreateContext();
    return turns.take(
        () -> {
          Promise<T> result = Promise.promise();
          var backoff = new Backoff(FIRST_WAIT_MILLIS, WAIT_MILLIS_MAX, random);
          workers
              .next()
              .runOnContext(
                  ignored ->
                      attemptUntilDone(attempt, backoff, 1)
                          .onComplete(
                              (value, error) ->
                                  caller.runOnContext(back -> result.complete(value, error))));
          return result.future();
        });
  }

  private <T> Future<T> attemptUntilDone(Supplier<Future<T>> attempt, Backoff backoff, int number) {
    return attempt
        .get()
        .recover(
            error -> {
              var failure =
                  error instanceof BlobException known
                      ? known
                      : BlobException.passing(
                          "the transfer with " + controller + " broke: " + error.getMessage(),
                          error);
              if (!failure.isWorthRetrying() || number >= ATTEMPTS_MAX) {
                return Future.failedFuture(failure);
              }
              return vertx
                  .timer(backoff.nextMillis(), TimeUnit.MILLISECONDS)
                  .compose(ignored -> attemptUntilDone(attempt, backoff, number + 1));
            });
  }
}
