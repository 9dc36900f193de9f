package io.processdistro.node.blobs;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Output;
import io.processdistro.node.link.Backoff;
import io.processdistro.node.link.Entrance;
import io.processdistro.node.spool.OutputUpload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Blobs from and to the controller over HTTP, at most {@value #FETCHES_MAX} and {@value
 * #UPLOADS_MAX} at once, on threads of their own. Each is tried up to {@value #ATTEMPTS_MAX} times,
 * with waits of up to 0.1, 0.2, 0.4… seconds between; what will never go better (not there,
 * refused) is tried once.
 *
 * <p>Start transfers on the agent's event loop; the futures complete there.
 */
public final class HttpBlobs implements BlobSource, OutputUpload {
  private static final int FETCHES_MAX = 4;
  private static final int UPLOADS_MAX = 3;
  private static final int ATTEMPTS_MAX = 6;
  private static final long FIRST_WAIT_MILLIS = 100;
  private static final long WAIT_MILLIS_MAX = 3_000;

  private final Vertx vertx;
  private final BlobHttp http;
  private final ControllerAddress controller;
  private final RandomGenerator random;
  private final WorkerExecutor threads;
  private final Turns fetches = new Turns(FETCHES_MAX);
  private final Turns uploads = new Turns(UPLOADS_MAX);

  /**
   * @param connectMillisMax of one TCP connection
   * @param idleMillisMax without a byte from the controller during a transfer
   */
  public record Timeouts(int connectMillisMax, int idleMillisMax) {
    public static final Timeouts DEFAULTS = new Timeouts(5_000, 15_000);
  }

  /**
   * Transfers with one controller; its threads end with {@code vertx}.
   *
   * @param entrance asked before each transfer, on a thread of these
   */
  public HttpBlobs(
      Vertx vertx,
      ControllerAddress controller,
      Supplier<Entrance> entrance,
      Timeouts timeouts,
      RandomGenerator random) {
    this.vertx = vertx;
    this.http = new BlobHttp(controller, entrance, timeouts);
    this.controller = controller;
    this.random = random;
    this.threads =
        vertx.createSharedWorkerExecutor("transfers", FETCHES_MAX + UPLOADS_MAX, 1, TimeUnit.HOURS);
  }

  @Override
  public Future<Long> fetch(ContentHash hash, Path target, long bytesMax) {
    return fetches.take(
        () -> attempt(attempt -> () -> http.get(hash, target, bytesMax), newBackoff(), 1));
  }

  /**
   * From the second attempt on it is asked first whether the output is there: a controller that has
   * it may answer, and close the connection, before it was sent.
   */
  @Override
  public Future<?> upload(Output.Blob output, Path file) {
    return uploads.take(
        () ->
            attempt(
                attempt ->
                    () -> {
                      if (attempt == 1 || !http.has(output)) http.put(output, file);
                      return output;
                    },
                newBackoff(),
                1));
  }

  private Backoff newBackoff() {
    return new Backoff(FIRST_WAIT_MILLIS, WAIT_MILLIS_MAX, random);
  }

  /** Makes what one attempt, numbered from 1, does on its thread. */
  private interface Attempts<T> {
    Callable<T> number(int number);
  }

  private <T> Future<T> attempt(Attempts<T> attempts, Backoff backoff, int number) {
    return threads
        .executeBlocking(attempts.number(number), false)
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
                  .compose(ignored -> attempt(attempts, backoff, number + 1));
            });
  }
}
