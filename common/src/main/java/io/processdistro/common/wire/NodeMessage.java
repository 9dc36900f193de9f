package io.processdistro.common.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import java.util.List;
import java.util.Optional;

/**
 * What a node says to the controller. One WebSocket binary message is one of these, as a CBOR map
 * with its type.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeMessage.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = NodeMessage.Heartbeat.class, name = "heartbeat"),
  @JsonSubTypes.Type(value = NodeMessage.Pulse.class, name = "pulse"),
  @JsonSubTypes.Type(value = NodeMessage.Report.class, name = "report"),
  @JsonSubTypes.Type(value = NodeMessage.Revoked.class, name = "revoked"),
  @JsonSubTypes.Type(value = NodeMessage.Drain.class, name = "drain"),
  @JsonSubTypes.Type(value = NodeMessage.Intake.class, name = "intake"),
  @JsonSubTypes.Type(value = NodeMessage.Goodbye.class, name = "goodbye"),
  @JsonSubTypes.Type(value = NodeMessage.Refused.class, name = "refused")
})
public sealed interface NodeMessage {
  /**
   * The first message on every connection.
   *
   * @param incarnation grows with every start of the agent process, so that leases of a former life
   *     are not mistaken for its own
   * @param slots tasks it runs at once, 1 to {@link WireLimits#SLOTS_MAX}
   * @param taskMemoryBytesMax the most memory one task may have here; the owner's word
   * @param leasesHeld every lease it still waits on, runs or has an unacknowledged result of
   * @param sandbox empty from nodes before minor version {@link WireLimits#SANDBOX_SINCE_MINOR}
   */
  record Hello(
      int protocolMajor,
      int protocolMinor,
      NodeId node,
      NodeName name,
      long incarnation,
      int slots,
      long taskMemoryBytesMax,
      HostFacts host,
      EngineFacts engine,
      List<HeldLease> leasesHeld,
      Optional<SandboxFacts> sandbox)
      implements NodeMessage {
    public Hello {
      if (slots < 1 || slots > WireLimits.SLOTS_MAX) {
        throw new IllegalArgumentException(
            "slots must be 1 to " + WireLimits.SLOTS_MAX + ", was " + slots);
      }
      leasesHeld = List.copyOf(leasesHeld);
    }
  }

  /**
   * What is sent at the interval that {@link ControllerMessage.Welcome} gives; silence means lost.
   */
  sealed interface SignOfLife extends NodeMessage {
    /** Grows by one with each on a connection. */
    long sequence();

    /** The leases in a slot right now. */
    List<LeaseKey> running();

    /** How many leases it holds that have not started. */
    int waiting();

    NodeLoad load();
  }

  /**
   * The sign of life that says everything: the first of a connection, and each that brings
   * something new of modules or engine.
   *
   * @param warmModules hashes of modules that a runner has compiled and warmed
   */
  record Heartbeat(
      long sequence,
      List<LeaseKey> running,
      int waiting,
      NodeLoad load,
      List<String> warmModules,
      EngineFacts engine)
      implements SignOfLife {
    public Heartbeat {
      running = List.copyOf(running);
      warmModules = List.copyOf(warmModules);
    }
  }

  /**
   * The sign of life between two heartbeats: modules and engine are as the last {@link Heartbeat}
   * of this connection said. Only for controllers of minor version {@link
   * WireLimits#PULSE_SINCE_MINOR} or later.
   */
  record Pulse(long sequence, List<LeaseKey> running, int waiting, NodeLoad load)
      implements SignOfLife {
    public Pulse {
      running = List.copyOf(running);
    }
  }

  /** Ended tasks; each is repeated on a new connection until it is acknowledged. */
  record Report(List<TaskReport> tasks) implements NodeMessage {
    public Report {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * Leases given back unstarted: the answer to a Revoke, or at the node's own wish when it drains.
   */
  record Revoked(List<LeaseKey> leases) implements NodeMessage {
    public Revoked {
      leases = List.copyOf(leases);
    }
  }

  /** The node finishes what runs and wants nothing more. */
  record Drain() implements NodeMessage {}

  /**
   * The node takes no more work for now, or takes it again; on each connection it does until it
   * says otherwise. Only for controllers of minor version {@link WireLimits#INTAKE_SINCE_MINOR} or
   * later; others get back whatever they assign.
   *
   * @param reason why not, in words; empty if it does
   */
  record Intake(boolean open, String reason) implements NodeMessage {}

  /** The node leaves on purpose and holds nothing any more. */
  record Goodbye(String reason) implements NodeMessage {}

  /** The last controller message was not understood; the connection stays. */
  record Refused(String reason) implements NodeMessage {}
}
