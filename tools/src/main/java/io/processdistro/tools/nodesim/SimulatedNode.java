package io.processdistro.tools.nodesim;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.HostFacts;
import io.processdistro.common.wire.NodeLoad;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.common.wire.WireException;
import io.processdistro.common.wire.WireLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedSet;

/**
 * A node that speaks the real protocol over a real socket but only pretends to work: each task
 * "runs" for the time its behaviour says and gives an empty output. Lives on one event loop; call
 * its methods there.
 */
final class SimulatedNode {
  private static final long MEMORY_BYTES = 1L << 30;
  private static final EngineFacts ENGINE = new EngineFacts("simulated", true, 0, 0, "");

  private final Vertx vertx;
  private final Context loop;
  private final Behaviour behaviour;
  private final SimulationCounters counters;
  private final Random random;
  private final NodeId id;
  private final NodeName name;
  private final CborCodec<NodeMessage> outgoing;
  private final CborCodec<ControllerMessage> incoming;
  private final ArrayDeque<LeaseKey> waiting = new ArrayDeque<>();
  private final SequencedSet<LeaseKey> running = new LinkedHashSet<>();
  private final List<TaskReport> unsent = new ArrayList<>();
  private boolean flushScheduled;
  private WebSocket socket;
  private long heartbeats;
  private long heartbeatTimer = -1;

  SimulatedNode(
      Vertx vertx,
      int index,
      long seed,
      Behaviour behaviour,
      SimulationCounters counters,
      CborCodec<NodeMessage> outgoing,
      CborCodec<ControllerMessage> incoming) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.behaviour = behaviour;
    this.counters = counters;
    this.random = new Random(seed + index);
    this.id = NodeId.random(random);
    this.name = new NodeName("simulated-" + index);
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  /**
   * Connects and says hello; the future ends when the socket is open. A lost connection is not
   * opened again.
   */
  Future<?> connect(WebSocketClient client, WebSocketConnectOptions where) {
    return client
        .connect(where)
        .onSuccess(
            opened -> {
              socket = opened;
              opened.binaryMessageHandler(this::receive);
              opened.closeHandler(ignored -> closed());
              send(
                  new NodeMessage.Hello(
                      WireLimits.PROTOCOL_MAJOR,
                      WireLimits.PROTOCOL_MINOR,
                      id,
                      name,
                      1,
                      behaviour.slots(),
                      MEMORY_BYTES,
                      new HostFacts(name.text(), "none", "none", behaviour.slots(), MEMORY_BYTES),
                      ENGINE,
                      List.of(),
                      Optional.empty()));
            });
  }

  private void receive(Buffer frame) {
    try {
      handle(incoming.decode(frame.getBytes()));
    } catch (WireException e) {
      counters.misunderstood.increment();
      send(new NodeMessage.Refused(e.getMessage()));
    }
  }

  private void handle(ControllerMessage message) {
    switch (message) {
      case ControllerMessage.Welcome welcome -> {
        if (heartbeatTimer < 0) beat();
        beatEvery(welcome.heartbeatMillis());
      }
      case ControllerMessage.Assign assign -> {
        for (var lease : assign.leases()) waiting.add(new LeaseKey(assign.epoch(), lease.number()));
        counters.assigned.add(assign.leases().size());
        fillSlots();
      }
      case ControllerMessage.Acknowledge acknowledged ->
          counters.acknowledged.add(acknowledged.leases().size());
      case ControllerMessage.Revoke revoke -> {
        var returned = revoke.leases().stream().filter(waiting::remove).toList();
        counters.revoked.add(returned.size());
        if (!returned.isEmpty()) send(new NodeMessage.Revoked(returned));
      }
      case ControllerMessage.Cancel cancel -> cancel.leases().forEach(this::cancel);
      case ControllerMessage.Refusal refusal -> counters.refused.increment();
    }
  }

  private void fillSlots() {
    while (running.size() < behaviour.slots() && !waiting.isEmpty()) {
      var lease = waiting.poll();
      long millis = behaviour.taskMillis();
      if (millis == 0) {
        end(lease, result());
      } else {
        running.add(lease);
        vertx.setTimer(
            millis,
            ignored -> {
              if (running.remove(lease)) end(lease, result());
              fillSlots();
            });
      }
    }
  }

  private Outcome result() {
    return behaviour.failureShare() > 0 && random.nextDouble() < behaviour.failureShare()
        ? new Outcome.Failed(ErrorCode.RUNNER_DIED, "simulated failure", "")
        : new Outcome.Succeeded(new Output.Inline(new byte[0]));
  }

  private void cancel(LeaseKey lease) {
    if (waiting.remove(lease) || running.remove(lease)) end(lease, new Outcome.Cancelled());
    fillSlots();
  }

  /** Reports of one event-loop turn leave together. */
  private void end(LeaseKey lease, Outcome outcome) {
    long nanos = behaviour.taskMillis() * 1_000_000;
    unsent.add(new TaskReport(lease, outcome, new TaskTimes(0, nanos, nanos)));
    if (unsent.size() >= WireLimits.BATCH_MAX) {
      flush();
    } else if (!flushScheduled) {
      flushScheduled = true;
      loop.runOnContext(ignored -> flush());
    }
  }

  private void flush() {
    flushScheduled = false;
    if (unsent.isEmpty()) return;
    counters.reported.add(unsent.size());
    send(new NodeMessage.Report(unsent));
    unsent.clear();
  }

  private void beatEvery(long millis) {
    if (heartbeatTimer >= 0) vertx.cancelTimer(heartbeatTimer);
    heartbeatTimer = vertx.setPeriodic(random.nextLong(1, millis + 1), millis, ignored -> beat());
  }

  private void beat() {
    counters.heartbeats.increment();
    var load = new NodeLoad(0, MEMORY_BYTES, 0, 0);
    var inSlots = List.copyOf(running);
    send(
        ++heartbeats == 1
            ? new NodeMessage.Heartbeat(1, inSlots, waiting.size(), load, List.of(), ENGINE)
            : new NodeMessage.Pulse(heartbeats, inSlots, waiting.size(), load));
  }

  private void send(NodeMessage message) {
    if (socket != null && !socket.isClosed()) {
      socket.writeBinaryMessage(Buffer.buffer(outgoing.encode(message)));
    }
  }

  private void closed() {
    counters.disconnected.increment();
    if (heartbeatTimer >= 0) vertx.cancelTimer(heartbeatTimer);
    heartbeatTimer = -1;
  }
}
