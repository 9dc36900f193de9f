package io.processdistro.node.agent;

import java.util.Optional;

/**
 * How a node's life ended.
 *
 * @param failure empty if it left in good order; else why it gave up, one sentence for people
 */
public record NodeEnd(Optional<String> failure) {
  static NodeEnd inOrder() {
    return new NodeEnd(Optional.empty());
  }

  static NodeEnd because(String reason) {
    return new NodeEnd(Optional.of(reason));
  }
}
