package io.processdistro.node.blobs;

import java.nio.file.Path;

/** A blob that is here, complete and verified; its file stays as long as it is pinned. */
public record CachedBlob(Path file, long bytes) {}
