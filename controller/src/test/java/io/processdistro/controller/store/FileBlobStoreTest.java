package io.processdistro.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest {
  private static final BlobStoreLimits LIMITS =
      new BlobStoreLimits(1_000, Duration.ofHours(1), Duration.ofSeconds(30));

  @TempDir Path directory;
  private final AtomicLong nanos = new AtomicLong();
  private BlobStore blobs;

  @BeforeEach
  void open() throws IOException {
    blobs = FileBlobStore.open(directory, LIMITS, nanos::get);
  }

  private ContentHash put(int seed, int length) throws IOException {
    var content = new byte[length];
    content[0] = (byte) seed;
    return blobs.put(ByteBuffer.wrap(content));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    blobs.collectGarbage();
  }

  @Test
  void contentIsFoundUnderItsHashAndReadable() throws IOException {
    var content = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
    content.position(1);
    var hash = blobs.put(content);
    assertThat(content.hasRemaining()).isFalse();
    assertThat(hash).isEqualTo(ContentHash.of(new byte[] {2, 3, 4}));
    var blob = blobs.find(hash).orElseThrow();
    assertThat(Files.readAllBytes(blob.path())).containsExactly(2, 3, 4);
    assertThat(blobs.totalBytes()).isEqualTo(3);
  }

  @Test
  void theSameContentIsCountedOnce() throws IOException {
    put(1, 100);
    put(1, 100);
    assertThat(blobs.count()).isEqualTo(1);
    assertThat(blobs.totalBytes()).isEqualTo(100);
  }

  @Test
  void blobsSurviveAReopening() throws IOException {
    var hash = put(1, 100);
    blobs.close();
    open();
    assertThat(blobs.load(hash)).isPresent();
    assertThat(blobs.totalBytes()).isEqualTo(100);
  }

  @Test
  void anUnfinishedUploadIsGoneAfterItsCloseAndAfterAReopening() throws Exception {
    var closed = blobs.openSink(100);
    closed.write(ByteBuffer.wrap(new byte[10]));
    closed.close();
    var abandoned = blobs.openSink(100);
    abandoned.write(ByteBuffer.wrap(new byte[10]));
    open();
    assertThat(directory.resolve("uploading")).isEmptyDirectory();
    abandoned.close();
  }

  @Test
  void aSinkRefusesAnotherHashAndTooMuch() throws Exception {
    try (var sink = blobs.openSink(10)) {
      sink.write(ByteBuffer.wrap(new byte[10]));
      assertThatThrownBy(() -> sink.finish(ContentHash.of(new byte[9])))
          .isInstanceOf(BlobRefusedException.class)
          .hasMessageContaining("damaged");
    }
    try (var sink = blobs.openSink(10)) {
      assertThatThrownBy(() -> sink.write(ByteBuffer.wrap(new byte[11])))
          .isInstanceOf(BlobRefusedException.class)
          .hasMessageContaining("at most 10 bytes");
    }
    assertThat(blobs.count()).isZero();
  }

  @Test
  void unusedBlobsGoAndPinnedAndUsedOnesStay() throws IOException {
    var unused = put(1, 10);
    var pinned = put(2, 10);
    var used = put(3, 10);
    blobs.pin(pinned);
    pass(Duration.ofMinutes(40));
    blobs.find(used);
    pass(Duration.ofMinutes(40));
    assertThat(blobs.find(unused)).isEmpty();
    assertThat(blobs.find(used)).isPresent();
    assertThat(blobs.find(pinned)).isPresent();
    blobs.unpin(pinned);
    pass(Duration.ofMinutes(61));
    assertThat(blobs.find(pinned)).isEmpty();
    assertThat(blobs.totalBytes()).isZero();
  }

  @Test
  void aBlobPinnedTwiceStaysUntilItIsUnpinnedTwice() throws IOException {
    var hash = put(1, 10);
    blobs.pin(hash);
    blobs.pin(hash);
    blobs.unpin(hash);
    pass(Duration.ofHours(2));
    assertThat(blobs.find(hash)).isPresent();
  }

  @Test
  void aBlobGivenUpGoesSoonUnlessItIsStoredAgain() throws IOException {
    var given = put(1, 10);
    var again = put(2, 10);
    blobs.expireSoon(given);
    blobs.expireSoon(again);
    pass(Duration.ofSeconds(20));
    put(2, 10);
    pass(Duration.ofSeconds(20));
    assertThat(blobs.find(given)).isEmpty();
    assertThat(blobs.find(again)).isPresent();
  }

  @Test
  void anOverfullStoreDropsTheLongestUnusedFirst() throws IOException {
    var first = put(1, 400);
    nanos.addAndGet(1);
    var second = put(2, 400);
    nanos.addAndGet(1);
    var third = put(3, 400);
    nanos.addAndGet(1);
    blobs.find(first);
    blobs.collectGarbage();
    assertThat(blobs.find(second)).isEmpty();
    assertThat(blobs.find(first)).isPresent();
    assertThat(blobs.find(third)).isPresent();
    assertThat(blobs.totalBytes()).isEqualTo(800);
  }

  private BlobStore reopened() throws IOException {
    blobs.close();
    return FileBlobStore.open(directory, LIMITS, nanos::get);
  }

  @Test
  void aBlobOfBeforeTheStartIsFoundOnceItWasReadAndFoundWhole() throws IOException {
    var hash = put(1, 100);
    var later = reopened();
    assertThat(later.count()).isEqualTo(1);
    assertThat(later.find(hash)).isEmpty();
    assertThat(later.load(hash)).isPresent();
    assertThat(later.find(hash)).isPresent();
  }

  @Test
  void aDamagedBlobIsMovedAsideNeverServedAndCanBeStoredAgain() throws IOException {
    var hash = put(1, 100);
    var path = blobs.find(hash).orElseThrow().path();
    var content = Files.readAllBytes(path);
    content[50] ^= 1;
    Files.write(path, content);
    var later = reopened();
    assertThat(later.load(hash)).isEmpty();
    assertThat(later.totalBytes()).isZero();
    assertThat(directory.resolve("damaged").resolve(hash.toString())).hasBinaryContent(content);
    content[50] ^= 1;
    assertThat(later.put(ByteBuffer.wrap(content))).isEqualTo(hash);
    assertThat(later.load(hash)).isPresent();
  }

  @Test
  void blobsThatWereWrittenLastAreLoadedTogether() throws IOException {
    var old = put(1, 100);
    Files.setLastModifiedTime(
        blobs.find(old).orElseThrow().path(), FileTime.from(Instant.now().minusSeconds(86_400)));
    var recent = put(2, 100);
    var later = reopened();
    later.loadRecent();
    assertThat(later.find(recent)).isPresent();
    assertThat(later.find(old)).isEmpty();
  }
}
