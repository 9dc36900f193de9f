package io.processdistro.controller.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long MILLISECOND = 1_000_000;
  private static final int PER_ADDRESS_MAX = 3;

  private long now = -5 * MILLISECOND;
  private final Arrivals arrivals = new Arrivals(PER_ADDRESS_MAX, () -> now);
  private final List<EmbeddedChannel> connections = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();

  @AfterEach
  void close() {
    connections.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  private EmbeddedChannel connection(String from) {
    var connection =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(from, 40_000);
          }
        };
    connections.add(connection);
    return connection;
  }

  private void begin(String from) {
    begin(from, 1);
  }

  private void begin(String from, long millis) {
    arrivals.begin(
        connection(from),
        () -> {
          begun.add(from);
          now += millis * MILLISECOND;
        });
  }

  /** Lets the event loop live for a while with nothing else to do. */
  private void rest(long millis) {
    for (long i = 0; i < millis; i++) {
      now += MILLISECOND;
      for (var connection : connections) {
        connection.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
      }
    }
  }

  @Test
  void fewBeginAtOnce() {
    for (int i = 0; i < 3; i++) begin("10.0.0.1");
    assertThat(begun).hasSize(3);
  }

  @Test
  void aCrowdTakesHalfOfTheTime() {
    for (int i = 0; i < 200; i++) begin("10.0.0.1");
    assertThat(begun.size()).isBetween(5, 7);
    long start = now;
    while (begun.size() < 200) rest(1);
    assertThat(now - start).isBetween(2 * 190 * MILLISECOND, 2 * 210 * MILLISECOND);
  }

  @Test
  void oneThatFailsHoldsUpNobody() {
    for (int i = 0; i < 10; i++) begin("10.0.0.1");
    arrivals.begin(
        connection("10.0.0.1"),
        () -> {
          throw new IllegalStateException("this one fails");
        });
    for (int i = 0; i < 10; i++) begin("10.0.0.1");
    rest(100);
    assertThat(begun).hasSize(20);
  }

  @Test
  void othersDoNotWaitForACrowd() {
    for (int i = 0; i < 200; i++) begin("10.0.0.1");
    begin("10.0.0.2");
    begin("10.0.0.3");
    while (!begun.contains("10.0.0.2") || !begun.contains("10.0.0.3")) rest(1);
    assertThat(begun.size()).isLessThan(12);
  }

  @Test
  void aMachineThatIsSlowDoesNotRestLong() {
    for (int i = 0; i < 3; i++) begin("10.0.0.1", 2_000);
    assertThat(begun).hasSize(1);
    rest(25);
    assertThat(begun).hasSize(3);
  }

  @Test
  void whatClosedWhileItWaitedBeginsNot() {
    for (int i = 0; i < 20; i++) begin("10.0.0.1");
    int before = begun.size();
    connections.subList(before + 1, 19).forEach(EmbeddedChannel::close);
    rest(100);
    assertThat(begun).hasSize(before + 2);
  }

  @Test
  void theOldestOfAnAddressMakesRoom() {
    for (int i = 0; i < PER_ADDRESS_MAX + 1; i++) arrivals.arrived(connection("10.0.0.1"));
    arrivals.arrived(connection("10.0.0.2"));
    assertThat(connections.getFirst().isOpen()).isFalse();
    assertThat(connections.subList(1, connections.size())).allMatch(EmbeddedChannel::isOpen);
  }

  @Test
  void whoHasEndedTheHandshakeIsNotCounted() {
    for (int i = 0; i < 3 * PER_ADDRESS_MAX; i++) {
      var connection = connection("10.0.0.1");
      arrivals.arrived(connection);
      arrivals.left(connection);
    }
    assertThat(connections).allMatch(EmbeddedChannel::isOpen);
  }
}
