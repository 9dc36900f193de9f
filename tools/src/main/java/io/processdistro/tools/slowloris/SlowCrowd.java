package io.processdistro.tools.slowloris;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many connections that send the head of a request a byte a second and never end it. One that is
 * cut off is opened again. Half of them speak TLS, the others do not even begin it.
 */
final class SlowCrowd implements AutoCloseable {
  private static final int PER_ADDRESS = 250;
  private static final long BYTE_MILLIS = 1_000;
  private static final String BEGINNING = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ";

  /** Begins a TLS record of 512 bytes, of which the rest does not come. */
  private static final String RECORD = "\u0016\u0003\u0001\u0002";

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final int port;
  private final List<NetClient> clients = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private volatile boolean closing;

  /**
   * @param connections at once; from 127.0.0.2 on, {@value #PER_ADDRESS} of an address
   */
  SlowCrowd(int port, int connections) {
    this.port = port;
    for (int i = 0; i < connections; i++) {
      if (i % PER_ADDRESS == 0) {
        boolean tls = clients.size() % 2 == 0;
        clients.add(client("127.0.0." + (2 + clients.size()), tls));
      }
      boolean tls = (clients.size() - 1) % 2 == 0;
      open(clients.getLast(), tls ? BEGINNING : RECORD);
    }
  }

  private NetClient client(String from, boolean tls) {
    return vertx.createNetClient(
        new NetClientOptions()
            .setLocalAddress(from)
            .setSsl(tls)
            .setTrustAll(true)
            .setHostnameVerificationAlgorithm("")
            .setConnectTimeout(10_000));
  }

  private void open(NetClient client, String beginning) {
    client
        .connect(port, "127.0.0.1")
        .onSuccess(socket -> drip(client, socket, beginning))
        .onFailure(e -> openLater(client, beginning));
  }

  private void openLater(NetClient client, String beginning) {
    if (!closing) vertx.setTimer(BYTE_MILLIS, ignored -> open(client, beginning));
  }

  private void drip(NetClient client, NetSocket socket, String beginning) {
    open.incrementAndGet();
    opened.incrementAndGet();
    long start = System.nanoTime();
    socket.write(beginning, "ISO-8859-1");
    long timer = vertx.setPeriodic(BYTE_MILLIS, ignored -> socket.write("x"));
    socket.exceptionHandler(e -> socket.close());
    socket.closeHandler(
        ignored -> {
          vertx.cancelTimer(timer);
          open.decrementAndGet();
          longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
          openLater(client, beginning);
        });
  }

  /** Now. */
  int open() {
    return open.get();
  }

  /** In all. */
  long opened() {
    return opened.get();
  }

  /** The longest that one which was cut off had lasted. */
  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos.get());
  }

  @Override
  public void close() {
    closing = true;
    vertx.close().await();
  }
}
