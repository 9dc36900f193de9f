package io.processdistro.common.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerTableTest {
  private final List<String> heard = new ArrayList<>();
  private final PeerTable table =
      new PeerTable(
          new PeerListener() {
            @Override
            public void peerSeen(Peer peer) {
              heard.add("+" + peer.name() + "@" + peer.address());
            }

            @Override
            public void peerGone(Peer peer) {
              heard.add("-" + peer.name() + "@" + peer.address());
            }
          });

  @Test
  void aPeerIsToldOnceUntilItChanges() {
    table.seen(peer("a", "10.0.0.1", 1));
    table.seen(peer("a", "10.0.0.1", 1));
    table.seen(peer("a", "10.0.0.1", 2));
    assertThat(heard).containsExactly("+a@10.0.0.1", "+a@10.0.0.1");
    assertThat(table.list()).containsExactly(peer("a", "10.0.0.1", 2));
  }

  @Test
  void aGoodbyeRemovesAllAddressesOfTheName() {
    table.seen(peer("a", "10.0.0.1", 1));
    table.seen(peer("a", "10.0.1.1", 1));
    table.seen(peer("b", "10.0.0.2", 1));
    table.gone("a");
    table.gone("unknown");
    assertThat(heard).endsWith("-a@10.0.0.1", "-a@10.0.1.1");
    assertThat(table.list()).containsExactly(peer("b", "10.0.0.2", 1));
  }

  @Test
  void aFloodOfAnnouncementsIsIgnoredBeyondTheBound() {
    for (int i = 0; i < 5_000; i++) table.seen(peer("spoofed-" + i, "10.0.0.1", 1));
    assertThat(table.list()).hasSize(PeerTable.PEERS_MAX);
    assertThat(heard).hasSize(PeerTable.PEERS_MAX);
  }

  private static Peer peer(String name, String address, int port) {
    return new Peer(ServiceType.CONTROLLER, name, address, port, Map.of());
  }
}
