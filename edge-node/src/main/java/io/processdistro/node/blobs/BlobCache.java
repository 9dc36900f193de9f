package io.processdistro.node.blobs;

import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs on this node's disk. Each is fetched once however many tasks want it at the same time, is
 * verified before it is used, and cannot disappear while it is pinned. When the sum of all is over
 * the bound, the longest unused unpinned ones go; so the bound is exceeded by no more than what
 * held leases need.
 *
 * <p>Blobs of an earlier process are kept, and hashed again before their first use, because a power
 * loss may have taken content that had a name.
 *
 * <p>Call on the agent's event loop only; disk and network work happens elsewhere, except for the
 * rename of an evicted file.
 */
public final class BlobCache {
  private static final Logger LOG = LoggerFactory.getLogger(BlobCache.class);

  private final Vertx vertx;
  private final BlobFiles files;
  private final BlobSource source;
  private final long bytesMax;
  private final Map<ContentHash, Entry> entries = new HashMap<>();

  /** Unpinned blobs, the longest unused first. */
  private final Map<ContentHash, Entry> idle = new LinkedHashMap<>();

  private long bytes;
  private long pinnedBytes;

  /** One blob: on its way, or here ({@code bytes} is then its length). */
  private static final class Entry {
    private final ContentHash hash;
    private Future<CachedBlob> blob;
    private int pins;
    private long bytes;
    private boolean verified;

    Entry(ContentHash hash) {
      this.hash = hash;
    }
  }

  private BlobCache(Vertx vertx, BlobFiles files, BlobSource source, long bytesMax) {
    this.vertx = vertx;
    this.files = files;
    this.source = source;
    this.bytesMax = bytesMax;
  }

  /**
   * Opens the cache and takes stock of what is there. Blocks; for the start of the node.
   *
   * @param bytesMax how much disk unused blobs may take; also the longest single blob
   */
  public static BlobCache open(Vertx vertx, Path root, BlobSource source, long bytesMax)
      throws StateException {
    var cache = new BlobCache(vertx, BlobFiles.open(root), source, bytesMax);
    for (var found : cache.files.list()) {
      var entry = new Entry(found.hash());
      entry.bytes = found.bytes();
      entry.blob =
          Future.succeededFuture(new CachedBlob(cache.files.pathOf(found.hash()), found.bytes()));
      cache.entries.put(entry.hash, entry);
      cache.idle.put(entry.hash, entry);
      cache.bytes += entry.bytes;
    }
    cache.evict();
    return cache;
  }

  /**
   * Brings a blob here if it is not, and keeps it until {@link #unpin}. Every pin needs its unpin,
   * also one whose future has failed or is not complete.
   *
   * @return where it is; fails with a {@link BlobException}
   */
  public Future<CachedBlob> pin(ContentHash hash) {
    var entry = entries.computeIfAbsent(hash, Entry::new);
    if (entry.pins++ == 0) {
      idle.remove(hash);
      pinnedBytes += entry.bytes;
    }
    if (entry.blob == null) {
      entry.blob = fetch(entry);
    } else if (!entry.verified && entry.blob.succeeded()) {
      entry.blob = verify(entry);
    }
    return entry.blob;
  }

  public void unpin(ContentHash hash) {
    var entry = entries.get(hash);
    if (entry == null || entry.pins == 0) {
      throw new IllegalStateException("unpin of a blob that is not pinned: " + hash.brief());
    }
    if (--entry.pins > 0) return;
    pinnedBytes -= entry.bytes;
    if (entry.blob.failed()) {
      entries.remove(hash);
    } else if (entry.blob.isComplete()) {
      idle.put(hash, entry);
      evict();
    }
  }

  /** Bytes of all blobs here. */
  public long bytes() {
    return bytes;
  }

  /** Whether more can be fetched ahead of its need without pushing the cache over its bound. */
  public boolean hasRoom() {
    return pinnedBytes < bytesMax;
  }

  private Future<CachedBlob> fetch(Entry entry) {
    var temporary = files.newTemporary();
    return source
        .fetch(entry.hash, temporary, bytesMax)
        .compose(
            length ->
                vertx
                    .executeBlocking(() -> files.adopt(temporary, entry.hash), false)
                    .map(path -> new CachedBlob(path, length)))
        .onSuccess(blob -> arrived(entry, blob.bytes()))
        .onFailure(error -> failed(entry));
  }

  private void arrived(Entry entry, long length) {
    entry.verified = true;
    entry.bytes = length;
    bytes += length;
    if (entry.pins > 0) {
      pinnedBytes += length;
    } else { // whoever wanted it has gone; it may serve the next
      idle.put(entry.hash, entry);
    }
    evict();
  }

  /** Those who still pin it see the failure; the next pin after them tries anew. */
  private void failed(Entry entry) {
    if (entry.pins == 0) entries.remove(entry.hash);
  }

  private Future<CachedBlob> verify(Entry entry) {
    var path = files.pathOf(entry.hash);
    return vertx
        .executeBlocking(() -> isIntact(path, entry.hash), false)
        .compose(
            intact -> {
              if (intact) {
                entry.verified = true;
                if (entry.pins == 0) idle.put(entry.hash, entry);
                return Future.succeededFuture(new CachedBlob(path, entry.bytes));
              }
              LOG.warn("cache=damaged-blob blob={} action=fetched-again", entry.hash.brief());
              bytes -= entry.bytes;
              pinnedBytes -= entry.pins > 0 ? entry.bytes : 0;
              entry.bytes = 0;
              delete(entry.hash);
              return fetch(entry);
            });
  }

  private static boolean isIntact(Path path, ContentHash hash) {
    try {
      return ContentHash.ofFile(path).equals(hash);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private void evict() {
    var oldest = idle.values().iterator();
    while (bytes > bytesMax && oldest.hasNext()) {
      var entry = oldest.next();
      oldest.remove();
      entries.remove(entry.hash);
      bytes -= entry.bytes;
      delete(entry.hash);
    }
  }

  private void delete(ContentHash hash) {
    try {
      var retired = files.retire(hash);
      vertx
          .executeBlocking(() -> Files.deleteIfExists(retired), false)
          .onFailure(error -> LOG.warn("cache=delete-failed file={}", retired, error));
    } catch (IOException e) {
      LOG.warn("cache=evict-failed blob={} reason=\"{}\"", hash.brief(), e.toString());
    }
  }
}
