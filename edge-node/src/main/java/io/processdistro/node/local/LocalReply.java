package io.processdistro.node.local;

import io.processdistro.node.agent.NodeStatus;

/**
 * The answer to a request: one of both, the other is null.
 *
 * @param error why not, one sentence
 */
record LocalReply(NodeStatus status, String error) {
  static LocalReply of(NodeStatus status) {
    return new LocalReply(status, null);
  }

  static LocalReply refused(String error) {
    return new LocalReply(null, error);
  }
}
