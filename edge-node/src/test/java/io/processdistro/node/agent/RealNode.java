package io.processdistro.node.agent;

import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.values.Phase;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.node.blobs.HttpBlobs;
import io.processdistro.node.identity.NodeIdentity;
import io.processdistro.node.link.Entrance;
import io.processdistro.node.link.LinkConfig;
import io.processdistro.node.owner.OwnerRules;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import io.processdistro.node.supervisor.ChildJvmLauncher;
import io.processdistro.node.supervisor.ProcessWrapper;
import io.processdistro.node.supervisor.RunnerPoolLimits;
import io.processdistro.node.supervisor.UserRunners;
import io.processdistro.node.tasks.TaskLimits;
import io.processdistro.node.testing.FakeController;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;

/** A node with real runners of both kinds and all its walls; only the controller is fake. */
final class RealNode implements AutoCloseable {
  static final int SLOTS = 2;
  private static final long HEAP_BYTES = 512L << 20;
  private static final long MEMORY_BYTES = 4L << 30;
  private static final JobId JOB = JobId.random(new Random(3));

  final FakeController controller = new FakeController();
  final Path directory;
  private final EdgeNode node;
  private final Queue<TaskReport> reports = new ArrayDeque<>();
  private long leases;

  RealNode(Path directory) throws Exception {
    this(directory, RunnerPoolLimits.withDefaults(SLOTS, MEMORY_BYTES));
  }

  RealNode(Path directory, RunnerPoolLimits pool) throws Exception {
    this(directory, pool, OwnerRules.NONE);
  }

  RealNode(Path directory, RunnerPoolLimits pool, OwnerRules owner) throws Exception {
    this.directory = directory;
    var config =
        new NodeConfig(
            new NodeIdentity(NodeId.random(new Random(1)), 1),
            new NodeName("kitchen"),
            new TaskLimits(SLOTS, 1 << 28),
            LinkConfig.withDefaults(
                controller.address(), () -> Entrance.plain(FakeController.TOKEN)),
            HttpBlobs.Timeouts.DEFAULTS,
            directory,
            1 << 30,
            NodeConfig.SPOOL_BYTES_DEFAULT,
            MEMORY_BYTES,
            owner,
            Duration.ofSeconds(30));
    var builtIn =
        RunnerCommandLine.ofThisProcess(HEAP_BYTES).command(EngineProfile.BUILT_IN, SLOTS);
    var users =
        new UserRunners(
            heapBytes ->
                RunnerCommandLine.ofThisProcess(heapBytes).command(EngineProfile.USER, SLOTS),
            // At low priority, tests beside a busy build would wait for minutes.
            ProcessWrapper.NONE,
            pool);
    var modules = Stream.of(BuiltInModule.values()).map(BuiltInModule::bytes).toList();
    node = EdgeNode.start(config, new ChildJvmLauncher(builtIn, directory), users, modules);
    controller.await(NodeMessage.Hello.class);
  }

  /** Until built-in modules are known to run fast. */
  RealNode awaitSelfTest() {
    controller.await(NodeMessage.Heartbeat.class, beat -> beat.engine().scalarMillis() >= 0);
    return this;
  }

  /** What a controller does at submit: check, rewrite, store. */
  ContentHash submit(byte[] wasm, IngestRules rules) throws ModuleRefusedException {
    return controller.offer(ModuleIngest.ingest(wasm, rules).bytes());
  }

  static TaskTerms terms(ContentHash module, long wallMillisMax) {
    return new TaskTerms(
        JOB,
        "module",
        module,
        Phase.EXECUTE,
        wallMillisMax,
        64 << 20,
        4 << 20,
        0,
        64 << 10,
        "",
        Optional.empty());
  }

  /** Leases a task and does not wait for it. */
  LeaseKey assign(TaskTerms terms, byte[] input) {
    long number = ++leases;
    var grant = new LeaseGrant(number, 0, number, number + 1, input, List.of());
    controller.send(new ControllerMessage.Assign(1, List.of(terms), List.of(grant)));
    return new LeaseKey(1, number);
  }

  void cancel(LeaseKey lease) {
    controller.send(new ControllerMessage.Cancel(List.of(lease)));
  }

  /** The next report, in the order of their coming, acknowledged. */
  TaskReport report() {
    while (reports.isEmpty()) reports.addAll(controller.await(NodeMessage.Report.class).tasks());
    var report = reports.remove();
    controller.send(new ControllerMessage.Acknowledge(List.of(report.lease())));
    return report;
  }

  TaskReport run(TaskTerms terms, byte[] input) {
    var lease = assign(terms, input);
    while (true) {
      var report = report();
      if (report.lease().equals(lease)) return report;
    }
  }

  /** The processes that run users' modules now. */
  static List<ProcessHandle> userRunners() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process).contains(EngineProfile.USER.name()))
        .toList();
  }

  static String commandLine(ProcessHandle process) {
    try {
      return new String(
          Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline")),
          StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return "";
    }
  }

  @Override
  public void close() {
    node.close();
    controller.close();
  }
}
