package io.processdistro.tools.faultproxy;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A client's connection and the one to the server that belongs to it. Thread-safe. */
final class ProxiedConnection {
  private static final LinkFaults DEAD = LinkFaults.NONE.withDiscarding(true);

  /** Part of a pipe that runs in a thread of its own. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private final Socket client;
  private final Socket server;
  private final Consumer<ProxiedConnection> whenClosed;
  private final Pipe toServer;
  private final Pipe toClient;
  private final List<Thread> threads;
  private boolean oneSideEnded;
  private volatile boolean serverLost;

  /**
   * @param faults of each direction, asked anew for each piece
   * @param random one for each direction, in the order of {@link Direction}
   * @param whenClosed gets this connection, once or more often, on any thread
   */
  ProxiedConnection(
      Socket client,
      Socket server,
      Function<Direction, LinkFaults> faults,
      List<RandomGenerator> random,
      ProxyCounters counters,
      Consumer<ProxiedConnection> whenClosed) {
    this.client = client;
    this.server = server;
    this.whenClosed = whenClosed;
    this.toServer =
        new Pipe(
            client,
            server,
            () -> serverLost ? DEAD : faults.apply(Direction.TO_SERVER),
            random.get(0),
            counters);
    this.toClient =
        new Pipe(
            server,
            client,
            () -> serverLost ? DEAD : faults.apply(Direction.TO_CLIENT),
            random.get(1),
            counters);
    this.threads =
        List.of(
            thread(client, toServer::read),
            thread(server, toClient::read),
            thread(server, () -> deliver(toServer)),
            thread(client, () -> deliver(toClient)));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private Thread thread(Socket touched, Work work) {
    return Thread.ofVirtual().unstarted(() -> carry(touched, work));
  }

  private void carry(Socket touched, Work work) {
    try {
      work.run();
    } catch (IOException e) {
      // That side is gone, and so is the connection; but a lost server was to be lost alone.
      if (touched == client || !serverLost) reset();
    } catch (InterruptedException e) {
      // By the connection's end.
    }
  }

  private void deliver(Pipe pipe) throws IOException, InterruptedException {
    try {
      pipe.deliver();
    } catch (IOException e) {
      if (pipe == toClient || !serverLost) throw e;
      pipe.drain();
    }
    if (serverLost || isSecondEnd()) end();
    else pipe.end();
  }

  private synchronized boolean isSecondEnd() {
    boolean second = oneSideEnded;
    oneSideEnded = true;
    return second;
  }

  /** Both sides have said all: what was delivered last still arrives. */
  private void end() {
    close(client);
    close(server);
    threads.forEach(Thread::interrupt);
    whenClosed.accept(this);
  }

  /** Breaks the connection: each side sees an error and not an orderly end. */
  void reset() {
    breakOff(client);
    breakOff(server);
    end();
  }

  /** The server sees a broken connection; the client keeps one that nobody answers. */
  void loseServer() {
    serverLost = true;
    breakOff(server);
  }

  private static void breakOff(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing more to lose.
    }
  }
}
