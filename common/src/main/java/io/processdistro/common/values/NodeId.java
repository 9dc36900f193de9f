package io.processdistro.common.values;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/**
 * Names an edge node's state directory; made at its first start, so it survives restarts and
 * address changes.
 */
public record NodeId(@JsonValue String text) implements Comparable<NodeId> {
  /**
   * @throws IllegalArgumentException unless it is 16 characters of a-z and 2-7
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeId {
    Identifiers.requireShape("a node id", text);
  }

  /** Draws 80 bits; give a {@link java.security.SecureRandom} where guessing must be impossible. */
  public static NodeId random(RandomGenerator random) {
    return new NodeId(Identifiers.random(random));
  }

  @Override
  public int compareTo(NodeId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
