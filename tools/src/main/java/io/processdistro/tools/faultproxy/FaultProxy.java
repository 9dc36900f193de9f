package io.processdistro.tools.faultproxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Passes TCP connections on to a server and does to them what it is told. Faults may be changed at
 * any time by any thread and hold for connections that are open already. Without faults the bytes
 * arrive as they were sent.
 *
 * <p>The seed decides which bytes are damaged and how: the same for the n-th connection of every
 * proxy with that seed that carries the same bytes.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 1_024;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final long seed;
  private final ProxyCounters counters = new ProxyCounters();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile Map<Direction, LinkFaults> faults =
      Map.of(Direction.TO_SERVER, LinkFaults.NONE, Direction.TO_CLIENT, LinkFaults.NONE);
  private volatile boolean refusing;

  private FaultProxy(ServerSocket listener, InetSocketAddress target, long seed) {
    this.listener = listener;
    this.target = target;
    this.seed = seed;
  }

  /**
   * @param listen port 0: any free one
   */
  public static FaultProxy start(InetSocketAddress listen, InetSocketAddress target, long seed)
      throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(listen);
    } catch (IOException e) {
      socket.close();
      throw new IOException("cannot listen on " + listen + ": " + e.getMessage(), e);
    }
    var proxy = new FaultProxy(socket, target, seed);
    Thread.ofPlatform().daemon().name("fault-proxy").start(proxy::acceptAll);
    return proxy;
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  public ProxyCounters counters() {
    return counters;
  }

  public synchronized void set(Direction direction, LinkFaults wanted) {
    var changed = new EnumMap<>(faults);
    changed.put(direction, wanted);
    faults = Map.copyOf(changed);
  }

  public void setBoth(LinkFaults wanted) {
    faults = Map.of(Direction.TO_SERVER, wanted, Direction.TO_CLIENT, wanted);
  }

  /** Whether new connections are closed at once, as if no server were there. */
  public void setRefusing(boolean refusing) {
    this.refusing = refusing;
  }

  /**
   * Breaks every open connection; both sides notice.
   *
   * @return how many
   */
  public int cut() {
    var open = List.copyOf(connections);
    open.forEach(ProxiedConnection::reset);
    return open.size();
  }

  /**
   * Breaks every open connection on the server's side only. The clients' sides stay open, take all
   * bytes and give none.
   *
   * @return how many
   */
  public int halfOpen() {
    var open = List.copyOf(connections);
    open.forEach(ProxiedConnection::loseServer);
    return open.size();
  }

  private void acceptAll() {
    for (long number = 0; !listener.isClosed(); number++) {
      try {
        var client = listener.accept();
        long connectionSeed = seed + number;
        Thread.startVirtualThread(() -> connect(client, connectionSeed));
      } catch (IOException e) {
        // Closed, or out of descriptors for a moment: the loop's condition tells which.
      }
    }
  }

  private void connect(Socket client, long connectionSeed) {
    if (refusing || counters.open.get() >= CONNECTIONS_MAX) {
      refuse(client);
      return;
    }
    var server = new Socket();
    try {
      server.connect(target, (int) CONNECT_MAX.toMillis());
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      carry(client, server, new SplittableRandom(connectionSeed));
    } catch (IOException e) {
      refuse(client);
      close(server);
    }
  }

  private void carry(Socket client, Socket server, SplittableRandom random) {
    var directions = List.<RandomGenerator>of(random.split(), random.split());
    var connection =
        new ProxiedConnection(
            client, server, direction -> faults.get(direction), directions, counters, this::forget);
    connections.add(connection);
    counters.accepted.increment();
    counters.open.incrementAndGet();
    connection.start();
    if (listener.isClosed()) connection.reset();
  }

  private void forget(ProxiedConnection connection) {
    if (connections.remove(connection)) counters.open.decrementAndGet();
  }

  private void refuse(Socket socket) {
    counters.refused.increment();
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was to be closed.
    }
  }

  /** Stops listening and breaks what is open. */
  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
