package io.processdistro.controller.nodes;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.driver.NodeCommands;
import io.processdistro.controller.loop.Slices;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.scheduler.CloseReason;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.Holding;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.NodeOffer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All node connections: at most one per node id, a later one replaces the earlier. Turns frames
 * into events and commands into frames. Belongs to the event loop.
 */
public final class NodeGateway implements NodeCommands, NodeSession.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(NodeGateway.class);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final long epoch;
  private final EventInbox inbox;
  private final NodeDirectory directory;
  private final InstantSource clock;
  private final TurnEnd turnEnd;
  private final BriefWait briefWait;
  private final Slices slices;
  private final NodeFrames frames = new NodeFrames();
  private final Map<NodeId, NodeSession> sessions = new HashMap<>();

  /** Hellos that came before {@link #admit}. */
  private final Map<NodeSession, NodeMessage.Hello> waiting = new LinkedHashMap<>();

  private boolean admitting;
  private int connections;

  /**
   * @param context the event loop that everything here belongs to
   */
  public NodeGateway(
      Vertx vertx,
      Context context,
      GatewayConfig config,
      long epoch,
      EventInbox inbox,
      NodeDirectory directory,
      InstantSource clock) {
    this.vertx = vertx;
    this.config = config;
    this.epoch = epoch;
    this.inbox = inbox;
    this.directory = directory;
    this.clock = clock;
    this.turnEnd = new TurnEnd(context);
    this.briefWait = new BriefWait(vertx, new Slices(vertx, context, System::nanoTime));
    this.slices = new Slices(vertx, context, System::nanoTime);
  }

  /** Whether one more connection may be upgraded. */
  public boolean hasRoom() {
    return connections < config.connectionsMax();
  }

  /**
   * From now on nodes are welcomed; until then their hellos wait. What a node holds can only be
   * judged once the jobs are known that it belongs to.
   */
  public void admit() {
    admitting = true;
    var hellos = List.copyOf(waiting.entrySet());
    waiting.clear();
    hellos.forEach(entry -> hello(entry.getKey(), entry.getValue()));
  }

  /**
   * Takes over an upgraded connection.
   *
   * @param principal whose it is: a node may be no other than the one it is called, the operator
   *     may run nodes of any id
   */
  public void accept(ServerWebSocket socket, Principal principal) {
    connections++;
    new NodeSession(
        socket, principal, vertx, frames, epoch, slices, turnEnd, briefWait, config, this);
  }

  /** What has gone over all connections. */
  public FrameCounts frames() {
    return frames.counts();
  }

  /** Cuts a node off at once; its leases go to others without the time to come back. */
  public void expel(NodeId node) {
    var session = sessions.remove(node);
    if (session == null) return;
    session.node().disconnected();
    inbox.feed(new Event.NodeLeft(node, session.incarnation()));
    session.refuse("this node was revoked", true);
  }

  /** Says goodbye to all nodes: they come back when the controller does. */
  public void closeAll() {
    for (var session : List.copyOf(sessions.values())) session.close("the controller stops");
  }

  @Override
  public void received(NodeSession session, NodeMessage message) {
    if (message instanceof NodeMessage.Hello hello) {
      hello(session, hello);
    } else if (!session.isBound()) {
      session.refuse("the first message must be a hello", true);
    } else {
      dispatch(session, message);
    }
  }

  private void dispatch(NodeSession session, NodeMessage message) {
    var node = session.nodeId();
    long incarnation = session.incarnation();
    switch (message) {
      case NodeMessage.Hello hello -> hello(session, hello);
      case NodeMessage.Report report -> {
        session.outbox().heard(report.tasks().size());
        inbox.reported(node, incarnation, report.tasks());
      }
      case NodeMessage.Heartbeat heartbeat -> heartbeat(session, heartbeat);
      case NodeMessage.Pulse pulse -> pulse(session, pulse);
      case NodeMessage.Revoked revoked -> {
        session.outbox().heard(revoked.leases().size());
        revoked.leases().forEach(lease -> ended(node, lease));
        inbox.feed(new Event.LeasesReturned(node, incarnation, revoked.leases()));
      }
      case NodeMessage.Drain drain -> inbox.feed(new Event.NodeDraining(node));
      case NodeMessage.Intake(boolean open, String reason) -> {
        LOG.info("node=intake node={} open={} reason=\"{}\"", node, open, printable(reason));
        session.node().unwilling(open ? Optional.empty() : Optional.of(printable(reason)));
        inbox.feed(new Event.NodeIntake(node, incarnation, open));
      }
      case NodeMessage.Goodbye goodbye -> goodbye(session, goodbye);
      case NodeMessage.Refused refused ->
          LOG.warn("node=refused-frame node={} reason=\"{}\"", node, printable(refused.reason()));
    }
  }

  private void hello(NodeSession session, NodeMessage.Hello hello) {
    if (session.isBound()) {
      session.refuse("a second hello on one connection", true);
      return;
    }
    if (hello.protocolMajor() != WireLimits.PROTOCOL_MAJOR) {
      session.refuse(
          "this controller speaks version "
              + WireLimits.PROTOCOL_MAJOR
              + " of the node protocol, the node speaks "
              + hello.protocolMajor()
              + ": run the same release on both",
          true);
      return;
    }
    if (!session.maySpeakFor(hello.node())) {
      session.refuse("this node's credentials are those of another node: let it join again", true);
      return;
    }
    if (!admitting) {
      waiting.put(session, hello);
      return;
    }
    var former = sessions.get(hello.node());
    if (former != null && former.incarnation() > hello.incarnation()) {
      session.refuse("a later start of this node is connected already", true);
      return;
    }
    if (former != null) replace(former, hello.incarnation());
    bind(session, hello);
  }

  /** The former connection's end is no event of its own: the new hello says everything. */
  private void replace(NodeSession former, long newIncarnation) {
    sessions.remove(former.nodeId());
    boolean otherProcess = newIncarnation > former.incarnation();
    former.refuse("a newer connection of this node replaces this one", otherProcess);
  }

  private void bind(NodeSession session, NodeMessage.Hello hello) {
    var node = directory.findOrAdd(hello.node());
    node.connected(hello, session.peer(), clock.instant());
    hello.leasesHeld().forEach(held -> node.leasedBlobs().broughtAlong(held.lease()));
    session.bind(node, hello.incarnation());
    sessions.put(hello.node(), session);
    LOG.info(
        "node=connected node={} name={} slots={} peer={} compiling={}",
        hello.node(),
        hello.name(),
        hello.slots(),
        session.peer(),
        hello.engine().compiling());
    session.outbox().sendNow(welcome(config.heartbeat().toMillis(), config.lease().toMillis()));
    inbox.feed(
        new Event.NodeConnected(
            hello.node(),
            hello.incarnation(),
            new NodeOffer(hello.slots(), hello.taskMemoryBytesMax()),
            hello.leasesHeld().stream().map(NodeGateway::holding).toList()));
  }

  private static Holding holding(HeldLease held) {
    var holding =
        held.claim()
            .map(claim -> Holding.of(held.lease(), claim.job(), claim.range()))
            .orElseGet(() -> Holding.of(held.lease()));
    return switch (held.state()) {
      case WAITING, RUNNING -> holding;
      case REPORTED -> holding.asEnded();
    };
  }

  private ControllerMessage.Welcome welcome(long heartbeatMillis, long leaseMillis) {
    return new ControllerMessage.Welcome(
        WireLimits.PROTOCOL_MAJOR, WireLimits.PROTOCOL_MINOR, epoch, heartbeatMillis, leaseMillis);
  }

  private void heartbeat(NodeSession session, NodeMessage.Heartbeat heartbeat) {
    session.node().heard(heartbeat, hashes(heartbeat.warmModules()));
    feedSignOfLife(session, heartbeat);
  }

  private void pulse(NodeSession session, NodeMessage.Pulse pulse) {
    session.node().heard(pulse);
    feedSignOfLife(session, pulse);
  }

  private void feedSignOfLife(NodeSession session, NodeMessage.SignOfLife sign) {
    inbox.feed(
        new Event.HeartbeatReceived(
            session.nodeId(),
            session.incarnation(),
            sign.running(),
            session.node().warmModuleHashes()));
  }

  /** A name that is no hash cannot be a module of ours: it is left out. */
  private static List<ContentHash> hashes(List<String> names) {
    var hashes = new ArrayList<ContentHash>(names.size());
    for (var name : names) {
      try {
        hashes.add(ContentHash.parse(name));
      } catch (IllegalArgumentException notAHash) {
        LOG.debug("node=odd-module-name name={}", printable(name));
      }
    }
    return hashes;
  }

  private void goodbye(NodeSession session, NodeMessage.Goodbye goodbye) {
    LOG.info("node=left node={} reason=\"{}\"", session.nodeId(), printable(goodbye.reason()));
    sessions.remove(session.nodeId());
    session.node().disconnected();
    inbox.feed(new Event.NodeLeft(session.nodeId(), session.incarnation()));
    session.close("goodbye");
  }

  @Override
  public void roundTrip(NodeSession session, long nanos) {
    if (isCurrent(session)) inbox.feed(new Event.RoundTripMeasured(session.nodeId(), nanos));
  }

  @Override
  public void ended(NodeSession session) {
    connections--;
    waiting.remove(session);
    if (!session.isBound() || !isCurrent(session)) return;
    sessions.remove(session.nodeId());
    session.node().disconnected();
    LOG.info("node=disconnected node={} peer={}", session.nodeId(), session.peer());
    inbox.feed(new Event.NodeDisconnected(session.nodeId(), session.incarnation()));
  }

  @Override
  public int connections() {
    return connections;
  }

  private boolean isCurrent(NodeSession session) {
    return sessions.get(session.nodeId()) == session;
  }

  @Override
  public void assign(Lease lease, TaskTerms terms, TaskInput input) {
    var session = sessions.get(lease.node());
    if (session != null && session.incarnation() == lease.incarnation()) {
      session.node().leasedBlobs().leased(lease.key(), terms, input);
      session.outbox().assign(lease, terms, input);
    }
  }

  /** Whether a lease that this node has out names the blob. */
  public boolean mayRead(String node, ContentHash blob) {
    return directory.all().stream()
        .filter(known -> known.id().text().equals(node))
        .anyMatch(known -> known.leasedBlobs().mayRead(blob));
  }

  private void ended(NodeId node, LeaseKey lease) {
    var known = directory.find(node);
    if (known != null) known.leasedBlobs().ended(lease);
  }

  @Override
  public void acknowledge(NodeId node, LeaseKey lease) {
    ended(node, lease);
    var session = sessions.get(node);
    if (session != null) session.outbox().acknowledge(lease);
  }

  @Override
  public void revoke(NodeId node, LeaseKey lease) {
    var session = sessions.get(node);
    if (session != null) session.outbox().revoke(lease);
  }

  @Override
  public void cancel(NodeId node, LeaseKey lease) {
    ended(node, lease);
    var session = sessions.get(node);
    if (session != null) session.outbox().cancel(lease);
  }

  /** The scheduler knows already that the node is gone: its end is no event. */
  @Override
  public void close(NodeId node, long incarnation, CloseReason reason) {
    var session = sessions.get(node);
    if (session == null || session.incarnation() != incarnation) return;
    sessions.remove(node);
    session.node().disconnected();
    session.refuse(
        switch (reason) {
          case SILENT -> "nothing was heard for too long: say hello again";
          case SUPERSEDED -> "a newer connection of this node replaces this one";
          case UNKNOWN -> "the controller does not know this connection: say hello again";
        },
        false);
  }

  @Override
  public void setHeartbeat(NodeId node, long intervalMillis, long leaseMillis) {
    var session = sessions.get(node);
    if (session != null) session.outbox().sendNow(welcome(intervalMillis, leaseMillis));
  }

  @Override
  public void countAccepted(NodeId node, TaskReport report) {
    var known = directory.find(node);
    if (known != null) known.countAccepted();
  }

  @Override
  public void countFailed(NodeId node) {
    var known = directory.find(node);
    if (known != null) known.countFailed();
  }

  private static String printable(String text) {
    var cut = text.length() > 200 ? text.substring(0, 200) : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
