package io.processdistro.node.link;

import io.processdistro.common.wire.NodeMessage;

/**
 * The way out to the controller, as the rest of the node sees it. On the link's event loop only.
 */
public interface MessageSender {
  /** Whether the controller has taken the node in on the present connection. */
  boolean isConnected();

  /** Whether more would only pile up in memory; {@link LinkListener#writable} tells the end. */
  boolean isSlow();

  /** Sends, or drops if there is no connection: the next Hello tells the whole state anyway. */
  void send(NodeMessage message);
}
