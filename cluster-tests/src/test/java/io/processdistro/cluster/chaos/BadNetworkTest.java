package io.processdistro.cluster.chaos;

import static io.processdistro.tools.faultproxy.Direction.TO_CLIENT;
import static io.processdistro.tools.faultproxy.Direction.TO_SERVER;
import static org.awaitility.Awaitility.await;

import io.processdistro.tools.faultproxy.FaultProxy;
import io.processdistro.tools.faultproxy.LinkFaults;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node behind a proxy that does what bad networks do, in the middle of a job. */
@Tag("chaos-long")
class BadNetworkTest {
  private static final Duration LATENCY = Duration.ofMillis(100);
  private static final Duration JITTER = Duration.ofMillis(50);
  private static final long DAMAGE_EVERY_BYTES = 500;
  private static final int DAMAGES = 5;
  private static final Duration DAMAGED_MAX = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** What is done once; a job that goes on meanwhile must not notice. */
  private interface Fault {
    void happen(FaultProxy proxy) throws InterruptedException;
  }

  private record Trouble(String name, Fault fault) {}

  private static final List<Trouble> TROUBLES =
      List.of(
          new Trouble(
              "latency",
              proxy -> during(proxy, 3_000, LinkFaults.NONE.withLatency(LATENCY, JITTER))),
          new Trouble(
              "slow line",
              proxy -> during(proxy, 3_000, LinkFaults.NONE.withBytesPerSecondMax(16_000))),
          new Trouble("cuts", BadNetworkTest::cutOften),
          new Trouble("half-open", FaultProxy::halfOpen),
          new Trouble("half-open and refused", BadNetworkTest::halfOpenAndRefused),
          new Trouble(
              "replies lost",
              proxy -> {
                proxy.set(TO_CLIENT, LinkFaults.NONE.withDiscarding(true));
                Thread.sleep(3_000);
              }),
          new Trouble(
              "requests lost",
              proxy -> {
                proxy.set(TO_SERVER, LinkFaults.NONE.withDiscarding(true));
                Thread.sleep(7_000);
              }),
          new Trouble("flipped bits", BadNetworkTest::flipBits),
          new Trouble("repeated bytes", BadNetworkTest::repeatBytes));

  private static void during(FaultProxy proxy, long millis, LinkFaults faults)
      throws InterruptedException {
    proxy.setBoth(faults);
    Thread.sleep(millis);
  }

  private static void cutOften(FaultProxy proxy) throws InterruptedException {
    for (int cut = 0; cut < 10; cut++) {
      proxy.cut();
      Thread.sleep(300);
    }
  }

  private static void halfOpenAndRefused(FaultProxy proxy) throws InterruptedException {
    proxy.halfOpen();
    proxy.setRefusing(true);
    Thread.sleep(3_000);
  }

  private static void flipBits(FaultProxy proxy) {
    long before = proxy.counters().flippedBits();
    proxy.setBoth(LinkFaults.NONE.withCorruptEveryBytes(DAMAGE_EVERY_BYTES));
    await("damage")
        .atMost(DAMAGED_MAX)
        .until(() -> proxy.counters().flippedBits() >= before + DAMAGES);
  }

  private static void repeatBytes(FaultProxy proxy) {
    long before = proxy.counters().repeatedBytes();
    proxy.setBoth(LinkFaults.NONE.withDuplicateEveryBytes(DAMAGE_EVERY_BYTES));
    await("damage")
        .atMost(DAMAGED_MAX)
        .until(() -> proxy.counters().repeatedBytes() >= before + DAMAGES);
  }

  @Test
  void noTroubleChangesAResult() throws Exception {
    var random = Settings.random("bad-network");
    var figures = new Figures("bad network");
    var troubles = new ArrayList<>(TROUBLES);
    Collections.shuffle(troubles, random);
    int runs = Settings.runs(TROUBLES.size(), 2 * TROUBLES.size());
    var work = Work.passwords(folder, 240, 8);
    try (var cluster = new DisturbedCluster(folder)) {
      cluster.startNodes("near", 1, 1);
      var undisturbed = cluster.undisturbed(work);
      var controller = cluster.cluster().access().controllerAddress();
      var target = new InetSocketAddress(controller.host(), controller.port());
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (var proxy = FaultProxy.start(anyPort, target, random.nextLong())) {
        cluster.startNodeAt(proxy.address(), "far", 1);
        for (int run = 0; run < runs; run++) {
          var trouble = troubles.get(run % troubles.size());
          var job = work.submit(cluster.client());
          cluster.awaitProgress(job, 0.1 + random.nextDouble() * 0.3);
          trouble.fault().happen(proxy);
          heal(proxy);
          cluster.assertUnharmed(job, undisturbed);
          cluster.awaitNode("far", node -> node.state().equals("ready"));
          figures.text("R10", trouble.name() + ": undisturbed bytes, exact accounts", "yes");
        }
        figures.text("R10", "what the proxy did", proxy.counters().toString());
        cluster.assertAllAccounted();
        // The node says goodbye through the proxy.
        cluster.node("far").terminate();
      }
    }
    figures.share("R10", "runs with the undisturbed bytes, exact accounts", runs, runs);
  }

  /** A stream that lacks bytes is of no use to anybody: it is cut, as a real network would. */
  private static void heal(FaultProxy proxy) {
    proxy.setBoth(LinkFaults.NONE);
    proxy.setRefusing(false);
    proxy.cut();
  }
}
