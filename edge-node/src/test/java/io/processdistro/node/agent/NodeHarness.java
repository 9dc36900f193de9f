package io.processdistro.node.agent;

import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.StateException;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A node with real sockets, files and child processes between a fake controller and fake runners,
 * for one test. It is started by the test; whatever was started is ended and its end checked.
 */
final class NodeHarness implements BeforeEachCallback, AfterEachCallback {
  static final int SLOTS = 2;
  static final int FIRST_LIFE = 5;
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Duration DRAIN_MAX = Duration.ofSeconds(30);

  /** No test here has a module of a user. */
  private static final UserRunners NO_USERS =
      new UserRunners(
          heapBytes -> List.of("false"),
          ProcessWrapper.NONE,
          RunnerPoolLimits.withDefaults(1, 1L << 29));

  private Path directory;
  private FakeController controller;
  private FakeRunners runners;
  private EdgeNode node;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("node-harness");
    controller = new FakeController();
    runners = new FakeRunners();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (node != null) node.close();
    await().atMost(PATIENCE).until(() -> runners.started.stream().noneMatch(Process::isAlive));
    runners.close();
    controller.close();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  FakeController controller() {
    return controller;
  }

  FakeRunners runners() {
    return runners;
  }

  /** Before the start: runners that behave otherwise. */
  void useRunners(String behaviour) {
    runners.close();
    runners = new FakeRunners(behaviour);
  }

  /** The node's own folder. */
  Path directory() {
    return directory;
  }

  /** The node, once it was started. */
  EdgeNode running() {
    return node;
  }

  void start() throws StateException {
    start(FIRST_LIFE, NodeConfig.SPOOL_BYTES_DEFAULT, DRAIN_MAX);
  }

  void start(long incarnation, long spoolBytesMax, Duration drainMax) throws StateException {
    var config =
        new NodeConfig(
            new NodeIdentity(NodeId.random(new Random(1)), incarnation),
            new NodeName("kitchen"),
            new TaskLimits(SLOTS, 1 << 28),
            LinkConfig.withDefaults(
                controller.address(), () -> Entrance.plain(FakeController.TOKEN)),
            HttpBlobs.Timeouts.DEFAULTS,
            directory,
            1 << 30,
            spoolBytesMax,
            1L << 30,
            OwnerRules.NONE,
            drainMax);
    node = EdgeNode.start(config, runners, NO_USERS, List.of(Leases.MODULE));
  }

  /** Whether no task runs or waits in it. */
  boolean isIdle() {
    var status = node.status().toCompletableFuture().join();
    return status.running().isEmpty() && status.waiting() == 0;
  }

  NodeEnd end() throws Exception {
    try {
      return node.ended().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the node did not end", e);
    }
  }

  /** The next so many reports, whichever frames they come in. */
  List<TaskReport> reports(int count) {
    var reports = new ArrayList<TaskReport>();
    while (reports.size() < count) {
      reports.addAll(controller.await(NodeMessage.Report.class).tasks());
    }
    assertThat(reports).hasSize(count);
    return reports;
  }

  static TaskReport reportOf(long number, List<TaskReport> reports) {
    LeaseKey lease = key(number);
    return reports.stream().filter(report -> report.lease().equals(lease)).findAny().orElseThrow();
  }

  static Outcome.Failed failure(TaskReport report) {
    assertThat(report.outcome()).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) report.outcome();
  }

  static String text(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    var output = (Output.Inline) ((Outcome.Succeeded) outcome).output();
    return new String(output.bytes(), StandardCharsets.UTF_8);
  }

  String spooled() throws Exception {
    return Files.readString(directory.resolve("spool/reports"), StandardCharsets.ISO_8859_1);
  }

  List<Path> outputFiles() throws Exception {
    try (var files = Files.list(directory.resolve("spool"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("output-")).toList();
    }
  }
}
