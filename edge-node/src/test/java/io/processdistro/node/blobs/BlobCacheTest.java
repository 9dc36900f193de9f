package io.processdistro.node.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.values.ContentHash;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlobCacheTest {
  private static final int BLOB_BYTES = 1_000;

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<ContentHash> fetched = new CopyOnWriteArrayList<>();
  private final List<Promise<Void>> gates = new ArrayList<>();
  private boolean gated;
  private boolean failing;
  private BlobCache cache;

  @BeforeEach
  void open() throws Exception {
    cache = BlobCache.open(vertx, directory, this::fetch, 3 * BLOB_BYTES);
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void manyWhoWantABlobAtOnceCauseOneFetch() {
    gated = true;
    var wanted = new ArrayList<Future<CachedBlob>>();
    for (int i = 0; i < 10; i++) wanted.add(pin(1));
    onLoop(() -> gates.getFirst().complete());
    for (var future : wanted) assertThat(future.await().file()).hasBinaryContent(content(1));
    assertThat(fetched).hasSize(1);
  }

  @Test
  void theLongestUnusedGoFirstWhenItIsFull() {
    for (int i = 1; i <= 3; i++) use(i);
    use(1);
    use(4);
    assertThat(cache.bytes()).isEqualTo(3 * BLOB_BYTES);
    fetched.clear();
    use(1);
    use(3);
    use(4);
    assertThat(fetched).isEmpty();
    use(2);
    assertThat(fetched).containsExactly(hash(2));
  }

  @Test
  void pinnedBlobsStayEvenIfTheBoundIsExceeded() {
    var pinned = new ArrayList<CachedBlob>();
    for (int i = 1; i <= 5; i++) pinned.add(pin(i).await());
    assertThat(cache.hasRoom()).isFalse();
    for (var blob : pinned) assertThat(blob.file()).exists();
    for (int i = 1; i <= 5; i++) unpin(i);
    assertThat(cache.hasRoom()).isTrue();
    assertThat(cache.bytes()).isEqualTo(3 * BLOB_BYTES);
    await().atMost(Duration.ofSeconds(20)).until(() -> filesOnDisk() == 3);
  }

  @Test
  void aFailedFetchIsForgottenSoThatTheNextOneCanSucceed() {
    failing = true;
    assertThatThrownBy(() -> pin(1).await()).hasMessageContaining("simulated");
    unpin(1);
    failing = false;
    assertThat(pin(1).await().file()).exists();
  }

  @Test
  void aBlobWhoseUserLeftWhileItTravelledServesTheNext() {
    gated = true;
    var future = pin(1);
    unpin(1);
    onLoop(() -> gates.getFirst().complete());
    future.await();
    gated = false;
    use(1);
    assertThat(fetched).hasSize(1);
  }

  @Test
  void theNextProcessKeepsTheBlobsAndTrustsNone() throws Exception {
    use(1);
    use(2);
    Files.write(onDisk(2), new byte[BLOB_BYTES]); // as a power loss may leave it
    cache = BlobCache.open(vertx, directory, this::fetch, 3 * BLOB_BYTES);
    assertThat(cache.bytes()).isEqualTo(2 * BLOB_BYTES);
    fetched.clear();
    assertThat(pin(1).await().file()).hasBinaryContent(content(1));
    assertThat(fetched).isEmpty();
    assertThat(pin(2).await().file()).hasBinaryContent(content(2));
    assertThat(fetched).containsExactly(hash(2));
  }

  @Test
  void leftoversAndStrangersInTheDirectoryAreNotTakenForBlobs() throws Exception {
    use(1);
    Files.write(directory.resolve("incoming").resolve("blob-7"), content(3));
    Files.write(directory.resolve("README"), new byte[1]);
    Files.write(onDisk(1).resolveSibling(hash(3).toString()), content(3)); // in a wrong folder
    cache = BlobCache.open(vertx, directory, this::fetch, 3 * BLOB_BYTES);
    assertThat(cache.bytes()).isEqualTo(BLOB_BYTES);
    assertThat(directory.resolve("incoming")).isEmptyDirectory();
  }

  @Test
  void aSmallerCacheThanLastTimeIsCutDownAtTheStart() throws Exception {
    for (int i = 1; i <= 3; i++) use(i);
    cache = BlobCache.open(vertx, directory, this::fetch, BLOB_BYTES);
    assertThat(cache.bytes()).isEqualTo(BLOB_BYTES);
  }

  @Test
  void anUnpinTooManyIsAnErrorOfTheCaller() {
    use(1);
    assertThatThrownBy(() -> cache.unpin(hash(1))).isInstanceOf(IllegalStateException.class);
  }

  /** Pins and lets go. */
  private void use(int number) {
    pin(number).await();
    unpin(number);
  }

  private Future<CachedBlob> pin(int number) {
    Promise<CachedBlob> promise = Promise.promise();
    loop.runOnContext(ignored -> cache.pin(hash(number)).onComplete(promise));
    return promise.future();
  }

  private void unpin(int number) {
    onLoop(() -> cache.unpin(hash(number)));
  }

  private void onLoop(Runnable action) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        ignored -> {
          action.run();
          done.complete();
        });
    done.future().await();
  }

  private Future<Long> fetch(ContentHash hash, Path target, long bytesMax) {
    fetched.add(hash);
    if (failing) return Future.failedFuture("simulated");
    Supplier<Future<Long>> write =
        () ->
            vertx.executeBlocking(
                () -> {
                  Files.write(target, contentOf(hash));
                  return (long) BLOB_BYTES;
                });
    if (!gated) return write.get();
    var gate = Promise.<Void>promise();
    gates.add(gate);
    return gate.future().compose(ignored -> write.get());
  }

  private long filesOnDisk() throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private Path onDisk(int number) {
    var name = hash(number).toString();
    return directory.resolve(name.substring(0, 2)).resolve(name);
  }

  private static byte[] contentOf(ContentHash hash) {
    for (int number = 1; number < 10; number++) {
      if (hash(number).equals(hash)) return content(number);
    }
    throw new AssertionError("nobody asked for " + hash);
  }

  private static byte[] content(int number) {
    var bytes = new byte[BLOB_BYTES];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  private static ContentHash hash(int number) {
    return ContentHash.of(content(number));
  }
}
