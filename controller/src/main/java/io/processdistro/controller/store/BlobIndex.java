package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a {@link FileBlobStore} knows of its blobs without asking the disk: lengths, last uses,
 * pins. Thread-safe; every method is quick except {@link #takeGarbage}, which looks at all blobs.
 */
final class BlobIndex {
  private final BlobStoreLimits limits;
  private final LongSupplier nanos;
  private final Map<ContentHash, Entry> stored = new HashMap<>();
  private final Map<ContentHash, Integer> pins = new HashMap<>();
  private long totalBytes;

  /**
   * Known to be whole if {@code verified}. Unused from {@code usedNanos} on; may go {@code
   * patienceNanos} later.
   */
  private static final class Entry {
    final long lengthBytes;
    boolean verified;
    long usedNanos;
    long patienceNanos;

    Entry(long lengthBytes) {
      this.lengthBytes = lengthBytes;
    }

    boolean wornOut(long nowNanos) {
      return nowNanos - usedNanos > patienceNanos;
    }
  }

  BlobIndex(BlobStoreLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  /** Its length, or -1 if it is not here or not verified. Counts as a use. */
  synchronized long use(ContentHash hash) {
    var entry = stored.get(hash);
    if (entry == null || !entry.verified) return -1;
    refresh(entry);
    return entry.lengthBytes;
  }

  /** A blob that has just been written, or read and found whole. */
  synchronized void add(ContentHash hash, long lengthBytes) {
    remove(hash);
    addUnverified(hash, lengthBytes);
    stored.get(hash).verified = true;
  }

  /** A file of a former process; {@link #use} does not find it. */
  synchronized void addUnverified(ContentHash hash, long lengthBytes) {
    var entry = new Entry(lengthBytes);
    stored.put(hash, entry);
    totalBytes += lengthBytes;
    refresh(entry);
  }

  synchronized boolean isUnverified(ContentHash hash) {
    var entry = stored.get(hash);
    return entry != null && !entry.verified;
  }

  synchronized void remove(ContentHash hash) {
    var entry = stored.remove(hash);
    if (entry != null) totalBytes -= entry.lengthBytes;
  }

  synchronized void pin(ContentHash hash) {
    pins.merge(hash, 1, Integer::sum);
  }

  synchronized void unpin(ContentHash hash) {
    pins.computeIfPresent(hash, (key, count) -> count > 1 ? count - 1 : null);
  }

  synchronized void expireSoon(ContentHash hash) {
    var entry = stored.get(hash);
    if (entry != null) entry.patienceNanos = limits.expiringMax().toNanos();
  }

  /**
   * Forgets and returns what is to be deleted: unpinned blobs that are worn out and, when the store
   * is over its size, those that were unused for longest.
   */
  synchronized List<ContentHash> takeGarbage() {
    long nowNanos = nanos.getAsLong();
    var garbage = new ArrayList<ContentHash>();
    var candidates = new ArrayList<Map.Entry<ContentHash, Entry>>();
    for (var each : stored.entrySet()) {
      if (pins.containsKey(each.getKey())) continue;
      if (each.getValue().wornOut(nowNanos)) garbage.add(each.getKey());
      else candidates.add(each);
    }
    long remainingBytes = totalBytes - lengthOf(garbage);
    if (remainingBytes > limits.bytesMax()) {
      candidates.sort(Comparator.comparingLong(each -> each.getValue().usedNanos - nowNanos));
      for (var each : candidates) {
        if (remainingBytes <= limits.bytesMax()) break;
        remainingBytes -= each.getValue().lengthBytes;
        garbage.add(each.getKey());
      }
    }
    garbage.forEach(stored::remove);
    totalBytes = remainingBytes;
    return garbage;
  }

  synchronized long totalBytes() {
    return totalBytes;
  }

  synchronized int count() {
    return stored.size();
  }

  private long lengthOf(List<ContentHash> hashes) {
    return hashes.stream().mapToLong(hash -> stored.get(hash).lengthBytes).sum();
  }

  private void refresh(Entry entry) {
    entry.usedNanos = nanos.getAsLong();
    entry.patienceNanos = limits.unusedMax().toNanos();
  }
}
