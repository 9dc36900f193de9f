package io.processdistro.tools.faultproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {
  private static final long SEED = 7;
  private static final int LENGTH = 300_000;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final LinkedBlockingQueue<Socket> arrived = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
    proxy = proxy(SEED);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private FaultProxy proxy(long seed) throws IOException {
    var target = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    return FaultProxy.start(ANY_PORT, target, seed);
  }

  private void acceptAll() {
    try {
      while (true) arrived.add(server.accept());
    } catch (IOException e) {
      // The test is over.
    }
  }

  /** A client's socket and the server's end of it. */
  private record Ends(Socket client, Socket server) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }

  private Ends connect(FaultProxy through) throws Exception {
    var client = new Socket();
    client.connect(through.address());
    var end = new Ends(client, arrived.poll(10, TimeUnit.SECONDS));
    assertThat(end.server()).as("the server's end").isNotNull();
    end.client().setSoTimeout(10_000);
    end.server().setSoTimeout(10_000);
    return end;
  }

  private static byte[] someBytes() {
    var bytes = new byte[LENGTH];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  /** Sends all and ends its side; the bytes that arrive. */
  private static byte[] carried(Socket from, Socket to, byte[] bytes) throws Exception {
    var sender = Thread.startVirtualThread(() -> unchecked(() -> send(from, bytes)));
    var received = to.getInputStream().readAllBytes();
    sender.join();
    return received;
  }

  private static Void send(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    socket.shutdownOutput();
    return null;
  }

  private static void unchecked(Callable<Void> work) {
    try {
      work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void passesBytesUnchangedBothWaysAndEndsAsItsSidesEnd() throws Exception {
    var bytes = someBytes();
    try (var ends = connect(proxy)) {
      assertThat(carried(ends.client(), ends.server(), bytes)).isEqualTo(bytes);
      assertThat(carried(ends.server(), ends.client(), bytes)).isEqualTo(bytes);
    }
    await().untilAsserted(() -> assertThat(proxy.counters().open()).isZero());
    assertThat(proxy.counters().deliveredBytes()).isEqualTo(2L * LENGTH);
  }

  @Test
  void delaysByTheLatency() throws Exception {
    var latency = Duration.ofMillis(120);
    proxy.set(Direction.TO_CLIENT, LinkFaults.NONE.withLatency(latency, Duration.ZERO));
    try (var ends = connect(proxy)) {
      long sentNanos = System.nanoTime();
      ends.server().getOutputStream().write(1);
      assertThat(ends.client().getInputStream().read()).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - sentNanos)).isGreaterThanOrEqualTo(latency);
    }
  }

  @Test
  void neverExceedsTheBandwidth() throws Exception {
    proxy.setBoth(LinkFaults.NONE.withBytesPerSecondMax(LENGTH * 2L));
    try (var ends = connect(proxy)) {
      long sentNanos = System.nanoTime();
      assertThat(carried(ends.client(), ends.server(), someBytes())).hasSize(LENGTH);
      assertThat(Duration.ofNanos(System.nanoTime() - sentNanos))
          .isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }
  }

  @Test
  void damageFollowsFromTheSeedAlone() throws Exception {
    var bytes = someBytes();
    var first = damaged(proxy, bytes);
    long flipped = proxy.counters().flippedBits();
    try (var again = proxy(SEED);
        var other = proxy(SEED + 1)) {
      assertThat(damaged(again, bytes)).isEqualTo(first);
      assertThat(damaged(other, bytes)).isNotEqualTo(first);
    }
    assertThat(first).hasSameSizeAs(bytes).isNotEqualTo(bytes);
    assertThat(flipped).isPositive();
  }

  private byte[] damaged(FaultProxy through, byte[] bytes) throws Exception {
    through.setBoth(LinkFaults.NONE.withCorruptEveryBytes(LENGTH / 10));
    try (var ends = connect(through)) {
      return carried(ends.client(), ends.server(), bytes);
    }
  }

  @Test
  void deliversSomeBytesTwice() throws Exception {
    proxy.setBoth(LinkFaults.NONE.withDuplicateEveryBytes(LENGTH / 10));
    try (var ends = connect(proxy)) {
      var received = carried(ends.client(), ends.server(), someBytes());
      assertThat(received).hasSize(LENGTH + (int) proxy.counters().repeatedBytes());
      assertThat(proxy.counters().repeatedBytes()).isPositive();
    }
  }

  @Test
  void losesRepliesWhileRequestsArrive() throws Exception {
    proxy.set(Direction.TO_CLIENT, LinkFaults.NONE.withDiscarding(true));
    try (var ends = connect(proxy)) {
      ends.client().setSoTimeout(200);
      ends.client().getOutputStream().write(1);
      assertThat(ends.server().getInputStream().read()).isEqualTo(1);
      ends.server().getOutputStream().write(2);
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(proxy.counters().discardedBytes()).isEqualTo(1);
  }

  @Test
  void aCutIsSeenByBothSides() throws Exception {
    try (var ends = connect(proxy)) {
      await().untilAsserted(() -> assertThat(proxy.counters().open()).isOne());
      assertThat(proxy.cut()).isOne();
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> ends.server().getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
    assertThat(proxy.counters().open()).isZero();
  }

  @Test
  void aHalfOpenConnectionLivesOnForTheClientAlone() throws Exception {
    try (var ends = connect(proxy)) {
      await().untilAsserted(() -> assertThat(proxy.counters().open()).isOne());
      assertThat(proxy.halfOpen()).isOne();
      assertThatThrownBy(() -> ends.server().getInputStream().read())
          .isInstanceOf(SocketException.class);
      ends.client().getOutputStream().write(someBytes());
      ends.client().setSoTimeout(200);
      assertThatThrownBy(() -> ends.client().getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
    await().untilAsserted(() -> assertThat(proxy.counters().open()).isZero());
  }

  @Test
  void refusesWhenToldTo() throws Exception {
    proxy.setRefusing(true);
    try (var client = new Socket()) {
      client.connect(proxy.address());
      client.setSoTimeout(10_000);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    await().untilAsserted(() -> assertThat(proxy.counters().refused()).isOne());
    assertThat(arrived).isEmpty();
  }

  @Test
  void faultsOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> LinkFaults.NONE.withCorruptEveryBytes(-1))
        .hasMessageContaining("corruptEveryBytes is at least 0, was -1");
    assertThatThrownBy(() -> LinkFaults.NONE.withLatency(Duration.ofMinutes(2), Duration.ZERO))
        .hasMessageContaining("latency is 0 to PT1M");
  }
}
