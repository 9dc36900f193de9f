package io.processdistro.controller.tasks;

import io.processdistro.common.values.ContentHash;
import java.nio.file.Path;

/**
 * An input of a job, already in the blob store.
 *
 * @param name as in {@code --input name=path}
 * @param hash of the whole content
 * @param path a readable file with exactly {@code lengthBytes} bytes that does not change while the
 *     plan is made
 */
public record InputBlob(String name, ContentHash hash, long lengthBytes, Path path) {}
