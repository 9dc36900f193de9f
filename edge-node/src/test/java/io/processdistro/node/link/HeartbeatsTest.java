package io.processdistro.node.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.NodeLoad;
import io.processdistro.common.wire.NodeMessage;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node says when nothing happens, and when something did. */
class HeartbeatsTest {
  private static final EngineFacts TESTED = new EngineFacts("GraalVM CE", true, 1, 1, "");

  private final Vertx vertx = Vertx.vertx();
  private final List<NodeMessage> sent = new CopyOnWriteArrayList<>();
  private volatile EngineFacts engine = EngineFacts.UNKNOWN;
  private volatile List<String> warmModules = List.of();
  private Heartbeats heartbeats;

  @BeforeEach
  void make() {
    heartbeats =
        new Heartbeats(
            vertx,
            sequence ->
                new NodeMessage.Heartbeat(
                    sequence, List.of(), 0, new NodeLoad(0, 1, 2, 3), warmModules, engine),
            sent::add,
            new Random(1));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private static ControllerMessage.Welcome welcome(int protocolMinor) {
    return new ControllerMessage.Welcome(1, protocolMinor, 1, 50, 5_000);
  }

  /** The next of that kind; everything before it is forgotten. */
  private NodeMessage next(Class<? extends NodeMessage> kind) {
    await().until(() -> sent.stream().anyMatch(kind::isInstance));
    var found = sent.stream().filter(kind::isInstance).findFirst().orElseThrow();
    sent.clear();
    return found;
  }

  @Test
  void theFirstSaysEverythingAndTheNextOnlyWhatChanges() {
    heartbeats.start(welcome(1));
    assertThat(sent).hasSize(1).first().isInstanceOf(NodeMessage.Heartbeat.class);

    assertThat(next(NodeMessage.Pulse.class))
        .isInstanceOfSatisfying(
            NodeMessage.Pulse.class,
            pulse -> {
              assertThat(pulse.sequence()).isEqualTo(2);
              assertThat(pulse.load()).isEqualTo(new NodeLoad(0, 1, 2, 3));
            });
  }

  @Test
  void whatIsNewOfEngineOrModulesIsToldOnceInFull() {
    heartbeats.start(welcome(1));
    next(NodeMessage.Pulse.class);
    engine = TESTED;
    await().until(() -> sent.stream().anyMatch(HeartbeatsTest::tellsTheTestedEngine));
    next(NodeMessage.Pulse.class);
    warmModules = List.of("ab");
    var told = (NodeMessage.Heartbeat) next(NodeMessage.Heartbeat.class);
    assertThat(told.warmModules()).containsExactly("ab");
    assertThat(told.engine()).isEqualTo(TESTED);
    next(NodeMessage.Pulse.class);
  }

  private static boolean tellsTheTestedEngine(NodeMessage message) {
    return message instanceof NodeMessage.Heartbeat full && full.engine().equals(TESTED);
  }

  @Test
  void aNewConnectionIsToldEverythingAgain() {
    heartbeats.start(welcome(1));
    next(NodeMessage.Pulse.class);
    heartbeats.stop();
    sent.clear();

    heartbeats.start(welcome(1));

    assertThat(sent.getFirst()).isInstanceOf(NodeMessage.Heartbeat.class);
  }

  @Test
  void anOlderControllerGetsWhatItUnderstands() {
    heartbeats.start(welcome(0));

    await().until(() -> sent.size() >= 4);
    assertThat(sent).allMatch(NodeMessage.Heartbeat.class::isInstance);
  }

  @Test
  void anotherIntervalKeepsTheConnectionsKnowledge() {
    heartbeats.start(welcome(1));
    heartbeats.every(60);
    await().until(() -> sent.size() >= 3);
    assertThat(sent.subList(1, 3)).allMatch(NodeMessage.Pulse.class::isInstance);
  }
}
