package io.processdistro.controller.nodes;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.HostFacts;
import io.processdistro.common.wire.NodeLoad;
import io.processdistro.common.wire.NodeMessage.Heartbeat;
import io.processdistro.common.wire.NodeMessage.Hello;
import io.processdistro.common.wire.NodeMessage.Pulse;
import io.processdistro.common.wire.SandboxFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself, and counts about it: for people. What the scheduler holds of it is
 * elsewhere. Belongs to the event loop.
 */
public final class KnownNode {
  private final NodeId id;
  private final LeasedBlobs leasedBlobs = new LeasedBlobs();
  private Hello hello;
  private String address;
  private Instant connectedAt;
  private EngineFacts engine;
  private NodeLoad load;
  private List<String> warmModules = List.of();
  private List<ContentHash> warmModuleHashes = List.of();
  private long acceptedTasks;
  private long failedTasks;
  private boolean connected;
  private Optional<String> unwillingness = Optional.empty();

  KnownNode(NodeId id) {
    this.id = id;
  }

  void connected(Hello newHello, String newAddress, Instant at) {
    hello = newHello;
    address = newAddress;
    connectedAt = at;
    engine = newHello.engine();
    warmModules = List.of();
    warmModuleHashes = List.of();
    unwillingness = Optional.empty();
    connected = true;
  }

  void disconnected() {
    connected = false;
  }

  /**
   * @param newWarmModuleHashes the names of its warm modules, as far as they are hashes
   */
  void heard(Heartbeat heartbeat, List<ContentHash> newWarmModuleHashes) {
    load = heartbeat.load();
    engine = heartbeat.engine();
    warmModules = heartbeat.warmModules();
    warmModuleHashes = newWarmModuleHashes;
  }

  /** What it does not say is as it was. */
  void heard(Pulse pulse) {
    load = pulse.load();
  }

  /** On this connection, until it says otherwise. */
  void unwilling(Optional<String> reason) {
    unwillingness = reason;
  }

  void countAccepted() {
    acceptedTasks++;
  }

  void countFailed() {
    failedTasks++;
  }

  LeasedBlobs leasedBlobs() {
    return leasedBlobs;
  }

  public NodeId id() {
    return id;
  }

  public NodeName name() {
    return hello.name();
  }

  public int slots() {
    return hello.slots();
  }

  /** The most memory that one task may have there. */
  public long taskMemoryBytesMax() {
    return hello.taskMemoryBytesMax();
  }

  public long incarnation() {
    return hello.incarnation();
  }

  public HostFacts host() {
    return hello.host();
  }

  /** Empty if the node is of an earlier version. */
  public Optional<SandboxFacts> sandbox() {
    return hello.sandbox();
  }

  public EngineFacts engine() {
    return engine;
  }

  /** Why it takes no work for now, by its own word; empty if it does. */
  public Optional<String> unwillingness() {
    return unwillingness;
  }

  /** Null before the first heartbeat. */
  public NodeLoad load() {
    return load;
  }

  public List<String> warmModules() {
    return warmModules;
  }

  List<ContentHash> warmModuleHashes() {
    return warmModuleHashes;
  }

  /** Where its connection comes from, host:port. */
  public String address() {
    return address;
  }

  public Instant connectedAt() {
    return connectedAt;
  }

  public boolean isConnected() {
    return connected;
  }

  public long acceptedTasks() {
    return acceptedTasks;
  }

  public long failedTasks() {
    return failedTasks;
  }
}
