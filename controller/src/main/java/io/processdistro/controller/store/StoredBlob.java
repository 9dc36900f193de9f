package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import java.nio.file.Path;

/** A blob that is completely here: {@code path} is a readable file of {@code lengthBytes} bytes. */
public record StoredBlob(ContentHash hash, long lengthBytes, Path path) {}
