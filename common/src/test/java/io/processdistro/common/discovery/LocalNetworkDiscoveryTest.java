package io.processdistro.common.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LocalNetworkDiscoveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Peer> gone = new CopyOnWriteArrayList<>();
  private final PeerListener listener =
      new PeerListener() {
        @Override
        public void peerSeen(Peer peer) {}

        @Override
        public void peerGone(Peer peer) {
          gone.add(peer);
        }
      };

  @Test
  void controllerAndNodeFindEachOtherAndHearAGoodbye() {
    var network = NetworkAddresses.current(Optional.empty());
    Assumptions.assumeFalse(network.isEmpty(), "no network interface with multicast");
    var controllerName = "controller-" + ProcessHandle.current().pid();
    var nodeName = "node-" + ProcessHandle.current().pid();
    try (var node =
        discovery(new Advertisement(ServiceType.NODE, nodeName, 0, Map.of("id", "abc")))) {
      node.start();
      try (var controller =
          discovery(new Advertisement(ServiceType.CONTROLLER, controllerName, 30_123, Map.of()))) {
        controller.start();
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(node.peers())
                      .anySatisfy(
                          peer -> {
                            assertThat(peer.name()).isEqualTo(controllerName);
                            assertThat(peer.port()).isEqualTo(30_123);
                            assertThat(network.toString()).contains(peer.address());
                          });
                  assertThat(controller.peers())
                      .anySatisfy(
                          peer -> {
                            assertThat(peer.name()).isEqualTo(nodeName);
                            assertThat(peer.properties()).containsEntry("id", "abc");
                          });
                });
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(gone).anyMatch(peer -> peer.name().equals(controllerName)));
    }
  }

  @Test
  void anInterfaceThatCannotBeUsedSilencesNobodyAndNeverThrows() throws Exception {
    // TEST-NET-2: an address that this machine does not have, so that its socket cannot be bound.
    var foreign = InetAddress.getByName("198.51.100.7");
    try (var discovery =
        new LocalNetworkDiscovery(
            Optional.empty(), ServiceType.CONTROLLER, listener, () -> Set.of(foreign))) {
      discovery.start();
      assertThat(discovery.peers()).isEmpty();
    }
  }

  private LocalNetworkDiscovery discovery(Advertisement own) {
    var wanted =
        switch (own.type()) {
          case CONTROLLER -> ServiceType.NODE;
          case NODE -> ServiceType.CONTROLLER;
        };
    return new LocalNetworkDiscovery(Optional.of(own), Optional.empty(), wanted, listener);
  }
}
