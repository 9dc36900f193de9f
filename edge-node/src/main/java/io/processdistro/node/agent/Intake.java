package io.processdistro.node.agent;

import io.processdistro.common.wire.NodeMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether this node takes work, and why not: room for results, and its owner's word. Belongs to the
 * event loop.
 */
final class Intake {
  private static final String NO_ROOM = "its results wait for acknowledgement, and fill its spool";

  private boolean room = true;
  private List<String> objections = List.of();

  /**
   * @return whether what it says has changed
   */
  boolean room(boolean hasRoom) {
    boolean changed = room != hasRoom;
    room = hasRoom;
    return changed;
  }

  /**
   * @param ofOwner what stands against work by the owner's word
   * @return whether what it says has changed
   */
  boolean objections(List<String> ofOwner) {
    boolean changed = !objections.equals(ofOwner);
    objections = ofOwner;
    return changed;
  }

  boolean isOpen() {
    return room && objections.isEmpty();
  }

  /** One for each; none if it is open. */
  List<String> reasons() {
    var reasons = new ArrayList<>(objections);
    if (!room) reasons.add(NO_ROOM);
    return reasons;
  }

  NodeMessage.Intake message() {
    return new NodeMessage.Intake(isOpen(), String.join("; ", reasons()));
  }
}
