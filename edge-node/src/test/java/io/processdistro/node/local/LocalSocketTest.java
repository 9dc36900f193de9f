package io.processdistro.node.local;

import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.StateException;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.agent.EdgeNode;
import io.processdistro.node.agent.NodeConfig;
import io.processdistro.node.blobs.HttpBlobs;
import io.processdistro.node.identity.NodeIdentity;
import io.processdistro.node.link.Entrance;
import io.processdistro.node.link.LinkConfig;
import io.processdistro.node.owner.OwnerRules;
import io.processdistro.node.supervisor.ProcessWrapper;
import io.processdistro.node.supervisor.RunnerPoolLimits;
import io.processdistro.node.supervisor.UserRunners;
import io.processdistro.node.tasks.TaskLimits;
import io.processdistro.node.testing.FakeController;
import io.processdistro.node.testing.FakeRunners;
import io.processdistro.node.testing.Leases;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The owner's commands to a real node, over a real socket; only controller and guests are fake. */
@Timeout(120)
class LocalSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final UserRunners NO_USERS =
      new UserRunners(
          heapBytes -> List.of("false"),
          ProcessWrapper.NONE,
          RunnerPoolLimits.withDefaults(1, 1L << 29));

  @TempDir Path state;
  private Path directory;
  private FakeController controller;
  private FakeRunners runners;
  private EdgeNode node;
  private LocalSocket socket;

  @BeforeEach
  void start() throws Exception {
    directory = Files.createDirectory(state.resolve("edge-node"));
    controller = new FakeController();
    controller.greeting =
        List.of(new ControllerMessage.Welcome(1, WireLimits.PROTOCOL_MINOR, 1, 100, 5_000));
    runners = new FakeRunners();
    Files.writeString(directory.resolve(LocalSocket.FILE_NAME), "left behind by a node that died");
    var config =
        new NodeConfig(
            new NodeIdentity(NodeId.random(new Random(1)), 1),
            new NodeName("kitchen"),
            new TaskLimits(1, 1 << 28),
            LinkConfig.withDefaults(
                controller.address(), () -> Entrance.plain(FakeController.TOKEN)),
            HttpBlobs.Timeouts.DEFAULTS,
            directory,
            1 << 30,
            NodeConfig.SPOOL_BYTES_DEFAULT,
            1L << 30,
            OwnerRules.NONE,
            Duration.ofSeconds(5));
    node = EdgeNode.start(config, runners, NO_USERS, List.of(Leases.MODULE));
    socket = LocalSocket.open(directory, () -> Optional.of(node));
    controller.await(NodeMessage.Hello.class);
  }

  @AfterEach
  void stop() {
    socket.close();
    node.close();
    runners.close();
    controller.close();
  }

  private LocalNode local() throws StateException {
    return LocalNode.runningIn(state).getFirst();
  }

  private String raw(String bytes) throws IOException {
    try (var channel =
        SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(LocalSocket.FILE_NAME)))) {
      LocalLines.write(channel, bytes.getBytes(StandardCharsets.ISO_8859_1));
      channel.shutdownOutput();
      return LocalLines.read(channel, 1 << 20);
    }
  }

  @Test
  void onlyItsOwnerMayUseIt() throws Exception {
    var file = directory.resolve(LocalSocket.FILE_NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    socket.close();
    assertThat(file).doesNotExist();
    assertThat(LocalNode.runningIn(state)).isEmpty();
  }

  @Test
  void aPauseGivesBackWhatWaitsFinishesWhatRunsAndTellsTheController() throws Exception {
    controller.send(assign(grant(1, "sleep 600"), grant(2, "echo waits")));
    await()
        .atMost(PATIENCE)
        .until(() -> local().ask(new LocalRequest.Status()).running().size() == 1);

    var paused = local().ask(new LocalRequest.Pause(7_200L));

    assertThat(paused.takesWork()).isFalse();
    assertThat(paused.reasons()).singleElement().asString().startsWith("paused by its owner until");
    var told = controller.await(NodeMessage.Intake.class);
    assertThat(told.open()).isFalse();
    assertThat(told.reason()).startsWith("paused by its owner");
    assertThat(controller.await(NodeMessage.Revoked.class).leases()).containsExactly(key(2));
    var report = controller.await(NodeMessage.Report.class).tasks().getFirst();
    assertThat(report.lease()).isEqualTo(key(1));
    controller.send(assign(grant(3, "echo not now")));
    assertThat(controller.await(NodeMessage.Revoked.class).leases()).containsExactly(key(3));

    assertThat(local().ask(new LocalRequest.Resume()).takesWork()).isTrue();
    assertThat(controller.await(NodeMessage.Intake.class).open()).isTrue();
    controller.send(assign(grant(4, "echo again")));
    assertThat(controller.await(NodeMessage.Report.class).tasks().getFirst().lease())
        .isEqualTo(key(4));
    assertThat(local().ask(new LocalRequest.Status()).today().succeeded()).isEqualTo(2);
  }

  @Test
  void statusTellsWhatRunsAndForWhom() throws Exception {
    var terms = Leases.terms().forSubmitter("alice");
    controller.send(assign(terms, grant(1, "sleep 20000")));
    await()
        .atMost(PATIENCE)
        .until(() -> local().ask(new LocalRequest.Status()).running().size() == 1);
    var status = local().ask(new LocalRequest.Status());
    var task = status.running().getFirst();
    assertThat(task.submitter()).isEqualTo("alice");
    assertThat(task.job()).isEqualTo(terms.job().text());
    assertThat(task.taskType()).isEqualTo("test");
    assertThat(status.name()).isEqualTo("kitchen");
    assertThat(status.connected()).isTrue();
    assertThat(status.limits().slots()).isEqualTo(1);
    assertThat(status.usage().memoryBytes()).isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello\\n                                   | a request is one line of JSON
          \\n                                        | a request is
          {}\\n                                      | a request is one line of JSON
          {"command":"stop"}\\n                      | a request is one line of JSON
          {"command":"pause","seconds":0}\\n         | a pause lasts 1 s to 3650 days, not 0 s
          {"command":"pause","seconds":-5}\\n        | a pause lasts 1 s to 3650 days
          {"command":"pause","seconds":1e99}\\n      | a request is
          {"command":"pause","seconds":"soon"}\\n    | a request is one line of JSON
          {"command":"status","command":"pause"}\\n  | a request is
          {"command":"status"} {}\\n                 | a request is
          {"command":"status","verbose":true}\\n     | a request is one line of JSON
          [[[[[[[[[[[[[[[[[[[[\\n                    | a request is
          {"command":                                | the line ended too early
          \u00ff\u00fe\\n                            | the line is not UTF-8
          """)
  void whatIsNoRequestIsRefusedInOneSentenceAndChangesNothing(String bytes, String said)
      throws Exception {
    var reply = LocalJson.reply(raw(bytes.replace("\\n", "\n")));
    assertThat(reply.status()).isNull();
    assertThat(reply.error()).contains(said).doesNotContain("io.processdistro");
    assertThat(local().ask(new LocalRequest.Status()).takesWork()).isTrue();
  }

  @Test
  void linesWithoutEndAndCrowdsOfConnectionsHarmNobody() throws Exception {
    var idle = new ArrayList<SocketChannel>();
    try {
      var address = UnixDomainSocketAddress.of(directory.resolve(LocalSocket.FILE_NAME));
      for (int i = 0; i < LocalSocket.CONNECTIONS_MAX; i++) idle.add(SocketChannel.open(address));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                try (var late = SocketChannel.open(address)) {
                  return late.read(ByteBuffer.allocate(1)) < 0;
                }
              });
    } finally {
      for (var channel : idle) channel.close();
    }
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> local().ask(new LocalRequest.Status()).connected());
    var reply = LocalJson.reply(raw("x".repeat(LocalSocket.REQUEST_BYTES_MAX)));
    assertThat(reply.error()).contains("a line has at most 4096 bytes");
  }

  @Test
  void aNodeThatIsStartingSaysSoAndOneThatCannotListenWorksWithout() throws Exception {
    var other = Files.createDirectory(state.resolve("edge-node-2"));
    try (var _ = LocalSocket.open(other, Optional::empty)) {
      var starting = LocalNode.runningIn(state).getLast();
      assertThatThrownBy(() -> starting.ask(new LocalRequest.Status()))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("just starting");
    }
    var deep = Files.createDirectories(state.resolve("edge-node-3").resolve("x".repeat(120)));
    try (var _ = LocalSocket.open(deep, Optional::empty)) {
      assertThat(deep).isEmptyDirectory();
    }
  }
}
