package io.processdistro.controller.nodes;

import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireException;
import io.vertx.core.buffer.Buffer;

/** Turns frames into messages and back, and counts them. Belongs to the event loop. */
final class NodeFrames {
  private final CborCodec<NodeMessage> incoming = new CborCodec<>(NodeMessage.class);
  private final CborCodec<ControllerMessage> outgoing = new CborCodec<>(ControllerMessage.class);
  private final FrameCounts counts = new FrameCounts();

  NodeMessage decode(Buffer frame) throws WireException {
    counts.countReceived(frame.length());
    try {
      return incoming.decode(frame.getBytes());
    } catch (WireException e) {
      counts.countMalformed();
      throw e;
    }
  }

  Buffer encode(ControllerMessage message) {
    var bytes = outgoing.encode(message);
    counts.countSent(bytes.length);
    return Buffer.buffer(bytes);
  }

  FrameCounts counts() {
    return counts;
  }
}
