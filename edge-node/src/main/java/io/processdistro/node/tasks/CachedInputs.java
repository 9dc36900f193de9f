package io.processdistro.node.tasks;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.node.blobs.BlobCache;
import io.processdistro.node.blobs.CachedBlob;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Inputs as slices of files in the blob cache. */
public final class CachedInputs implements InputStage {
  private final BlobCache cache;

  public CachedInputs(BlobCache cache) {
    this.cache = cache;
  }

  @Override
  public Future<List<RunnerCommand.InputFile>> stage(List<BlobSlice> parts) {
    var pinned = new ArrayList<Future<CachedBlob>>(parts.size());
    for (var part : parts) pinned.add(cache.pin(part.blob()));
    return Future.join(pinned).compose(all -> files(parts, pinned));
  }

  private static Future<List<RunnerCommand.InputFile>> files(
      List<BlobSlice> parts, List<Future<CachedBlob>> pinned) {
    var files = new ArrayList<RunnerCommand.InputFile>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      var blob = pinned.get(i).result();
      if (part.offset() + part.length() > blob.bytes()) {
        return Future.failedFuture(
            "the lease names bytes "
                + part.offset()
                + " to "
                + (part.offset() + part.length())
                + " of blob "
                + part.blob().brief()
                + ", which has "
                + blob.bytes());
      }
      files.add(new RunnerCommand.InputFile(blob.file().toString(), part.offset(), part.length()));
    }
    return Future.succeededFuture(files);
  }

  @Override
  public void release(List<BlobSlice> parts) {
    for (var part : parts) cache.unpin(part.blob());
  }

  @Override
  public boolean hasRoom() {
    return cache.hasRoom();
  }
}
