package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import java.util.Optional;

/**
 * What is needed to see that a job was asked for before.
 *
 * @param idempotencyKey the client's own name for its request, if it gave one
 * @param request hash of all that was asked for under that key
 * @param work hash of all that decides the result: module, parameters, inputs, format. Jobs of
 *     equal work have equal results; empty if this one's result is not to be used for another
 */
public record JobOrigin(
    Optional<String> idempotencyKey, ContentHash request, Optional<ContentHash> work) {

  public JobOrigin withWork(ContentHash newWork) {
    return new JobOrigin(idempotencyKey, request, Optional.of(newWork));
  }
}
