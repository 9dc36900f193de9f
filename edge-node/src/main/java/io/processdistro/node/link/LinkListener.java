package io.processdistro.node.link;

import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.vertx.core.Future;

/** The node behind a link. Called on the link's event loop only. */
public interface LinkListener {
  /**
   * What to introduce the node with on a new connection; may complete later, the connection waits.
   */
  Future<NodeMessage.Hello> hello();

  /** The controller has taken the node in; the first call on each connection, then on changes. */
  void welcomed(ControllerMessage.Welcome welcome, boolean newConnection);

  void assigned(ControllerMessage.Assign assign);

  void acknowledged(ControllerMessage.Acknowledge acknowledge);

  void revoked(ControllerMessage.Revoke revoke);

  void cancelled(ControllerMessage.Cancel cancel);

  /** What piled up while the connection was slow can be sent now. */
  void writable();

  /** The connection has ended; another attempt follows by itself. */
  void disconnected(String reason);

  /**
   * The link gives up, because trying again is useless or the patience of the first connection is
   * over.
   *
   * @param reason one sentence for people
   */
  void gaveUp(String reason);
}
