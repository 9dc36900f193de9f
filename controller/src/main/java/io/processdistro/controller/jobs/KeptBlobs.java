package io.processdistro.controller.jobs;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.tasks.TaskBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * The blobs of one job: stay in the store from the moment they are named or stored through this
 * until the job lets go of all of them. Thread-safe.
 */
final class KeptBlobs implements TaskBlobs {
  private final BlobStore store;
  private final Set<ContentHash> kept = new HashSet<>();
  private boolean released;

  KeptBlobs(BlobStore store) {
    this.store = store;
  }

  @Override
  public ContentHash put(ByteBuffer content) throws IOException {
    var hash = store.putDerived(content);
    keep(hash);
    return hash;
  }

  /** Never blocks. Does nothing once everything was released. */
  synchronized void keep(ContentHash hash) {
    if (!released && kept.add(hash)) store.pin(hash);
  }

  /** Lets go of everything; never blocks. A second call does nothing. */
  synchronized void release() {
    released = true;
    kept.forEach(store::unpin);
    kept.clear();
  }
}
