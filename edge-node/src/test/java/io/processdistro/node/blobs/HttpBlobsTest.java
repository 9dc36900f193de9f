package io.processdistro.node.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Output;
import io.processdistro.node.link.Entrance;
import io.processdistro.node.testing.FakeController;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpBlobsTest {
  private static final long NO_LIMIT = 1L << 40;

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final FakeController controller = new FakeController();
  private final byte[] content = randomBytes(300_000);
  private final ContentHash hash = ContentHash.of(content);
  private HttpBlobs blobs;
  private Path target;

  @BeforeEach
  void prepare() {
    target = directory.resolve("target");
    blobs = create(FakeController.TOKEN);
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    controller.close();
  }

  @Test
  void aBlobArrivesWhole() throws Exception {
    controller.offer(content);
    assertThat(fetch().await()).isEqualTo(content.length);
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
  }

  @Test
  void anEmptyBlobIsABlobToo() throws Exception {
    var empty = controller.offer(new byte[0]);
    assertThat(onLoop(() -> blobs.fetch(empty, target, NO_LIMIT)).await()).isZero();
    assertThat(target).isEmptyFile();
  }

  @Test
  void aMissingBlobIsAskedForOnceAndNamed() {
    assertFails(fetch(), "404", hash.brief());
    assertThat(controller.requestsOf("GET", hash)).isEqualTo(1);
  }

  @Test
  void aWrongTokenIsNotTriedAgain() {
    controller.offer(content);
    blobs = create("some-other-token-000");
    assertFails(fetch(), "401");
    assertThat(controller.requestsOf("GET", hash)).isEqualTo(1);
  }

  @Test
  void contentOfAnotherHashIsNeverKept() {
    var wrong = randomBytes(1_000);
    answer(request -> request.response().end(Buffer.buffer(wrong)));
    assertFails(fetch(), "has the hash " + ContentHash.of(wrong).brief());
    assertThat(controller.requestsOf("GET", hash)).isGreaterThan(1);
  }

  @Test
  void aTruncatedBodyIsFetchedAgain() throws Exception {
    controller.offer(content);
    failFirst(
        2,
        request -> {
          request.response().putHeader("Content-Length", Integer.toString(content.length));
          request
              .response()
              .write(Buffer.buffer(content).slice(0, 100_000))
              .onComplete(written -> request.connection().close());
        });
    assertThat(fetch().await()).isEqualTo(content.length);
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
  }

  @Test
  void anUnavailableControllerIsAskedAgain() {
    controller.offer(content);
    failFirst(3, request -> request.response().setStatusCode(503).end());
    assertThat(fetch().await()).isEqualTo(content.length);
    assertThat(controller.requestsOf("GET", hash)).isEqualTo(4);
  }

  @Test
  void aTransferWithoutProgressIsGivenUp() {
    answer(
        request -> {
          request.response().putHeader("Content-Length", Integer.toString(content.length));
          request.response().write(Buffer.buffer("slow"));
        });
    assertFails(fetch(), "broke");
  }

  @Test
  void aBlobLongerThanTheCacheIsRefusedBeforeItTravels() {
    controller.offer(content);
    assertFails(onLoop(() -> blobs.fetch(hash, target, content.length - 1)), "--cache-size");
    assertThat(controller.requestsOf("GET", hash)).isEqualTo(1);
  }

  @Test
  void anEndlessBodyIsCutOffAtTheLimit() {
    answer(
        request -> {
          request.response().setChunked(true);
          writeForEver(request);
        });
    assertFails(onLoop(() -> blobs.fetch(hash, target, 1 << 20)), "--cache-size");
  }

  @Test
  void outputsOfAllSizesArriveAsTheyAre() throws Exception {
    for (int length : new int[] {0, 1, 70_000, 5 << 20}) {
      var output = randomBytes(length);
      var file = Files.write(directory.resolve("output-" + length), output);
      var blob = new Output.Blob(ContentHash.of(output), length);
      onLoop(() -> blobs.upload(blob, file)).await();
      assertThat(controller.blobs.get(blob.hash())).isEqualTo(output);
    }
  }

  @Test
  void anOutputThatTheControllerRefusesFails() throws IOException {
    var file = Files.write(directory.resolve("output"), content);
    var wrong = new Output.Blob(ContentHash.of(new byte[] {1}), content.length);
    assertFails(onLoop(() -> blobs.upload(wrong, file)), "422");
    assertThat(controller.requestsOf("PUT", wrong.hash())).isEqualTo(1);
  }

  @Test
  void anOutputFileThatIsGoneFails() {
    var blob = new Output.Blob(hash, content.length);
    assertFails(onLoop(() -> blobs.upload(blob, directory.resolve("nothing"))), "nothing");
  }

  private HttpBlobs create(String token) {
    return new HttpBlobs(
        vertx,
        controller.address(),
        () -> Entrance.plain(token),
        new HttpBlobs.Timeouts(2_000, 500),
        new Random(1));
  }

  private Future<Long> fetch() {
    return onLoop(() -> blobs.fetch(hash, target, NO_LIMIT));
  }

  /** Runs on an event loop, as the agent does. */
  private <T> Future<T> onLoop(Supplier<Future<? extends T>> action) {
    Promise<T> promise = Promise.promise();
    vertx.runOnContext(
        ignored -> action.get().onComplete((value, error) -> promise.complete(value, error)));
    return promise.future();
  }

  private void assertFails(Future<?> future, String... said) {
    assertThatThrownBy(future::await)
        .isInstanceOf(BlobException.class)
        .hasMessageContainingAll(said);
    assertThat(target).doesNotExist();
  }

  private void answer(Consumer<HttpServerRequest> answer) {
    controller.answers.put("GET /v1/blobs/" + hash, answer);
  }

  private void failFirst(int times, Consumer<HttpServerRequest> failure) {
    var count = new AtomicInteger();
    answer(
        request -> {
          if (count.incrementAndGet() <= times) failure.accept(request);
          else request.response().end(Buffer.buffer(content));
        });
  }

  private static void writeForEver(HttpServerRequest request) {
    request
        .response()
        .write(Buffer.buffer(new byte[64 << 10]))
        .onSuccess(ignored -> writeForEver(request));
  }

  private static byte[] randomBytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
