package io.processdistro.node.cli;

import io.processdistro.common.discovery.Advertisement;
import io.processdistro.common.discovery.ServiceType;
import io.processdistro.common.state.ControllerFinder;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import io.processdistro.common.state.TokenFile;
import io.processdistro.common.values.NodeName;
import io.processdistro.node.agent.EdgeNode;
import io.processdistro.node.agent.HostProbe;
import io.processdistro.node.agent.NodeConfig;
import io.processdistro.node.agent.NodeEnd;
import io.processdistro.node.blobs.HttpBlobs;
import io.processdistro.node.identity.NodeIdentity;
import io.processdistro.node.identity.NodeKeyFile;
import io.processdistro.node.identity.NodeState;
import io.processdistro.node.link.LinkConfig;
import io.processdistro.node.local.LocalSocket;
import io.processdistro.node.membership.Membership;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import io.processdistro.node.signals.Signals;
import io.processdistro.node.supervisor.ChildJvmLauncher;
import io.processdistro.node.supervisor.ProcessWrapper;
import io.processdistro.node.supervisor.RunnerPoolLimits;
import io.processdistro.node.supervisor.UserRunners;
import io.processdistro.node.tasks.TaskLimits;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the program: lock the state, start a runner, find the controller, be its node, leave.
 * The runner's JVM is started first because its start takes longest and needs nothing else.
 */
final class NodeProcess {
  private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
  private static final int EXIT_AT_ONCE = 130;

  /**
   * Which module the first leases will want is not known yet, but the time until they come is there
   * to be used: most of a first warm-up is that of the compiler, and serves any module.
   */
  private static final BuiltInModule WARMED_FIRST = BuiltInModule.MANDELBROT;

  private final NodeOptions options;
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicReference<EdgeNode> node = new AtomicReference<>();

  NodeProcess(NodeOptions options) {
    this.options = options;
  }

  /**
   * @return the exit status
   */
  int run(PrintWriter err)
      throws StateException, IOException, InterruptedException, ExecutionException {
    Signals.onEach(List.of("TERM", "INT"), this::signalled);
    var home = StateHome.ofThisProcess();
    try (var state = NodeState.open(home, options.stateDirectory());
        var _ = LocalSocket.open(state.path(), () -> Optional.ofNullable(node.get()))) {
      var host = new HostProbe();
      var memory = options.memory(host.facts().memoryBytes());
      var launcher = launchRunner(state.path(), memory);
      try {
        var keys = NodeKeyFile.openIn(state.path(), new SecureRandom());
        var identity = NodeIdentity.nextIn(state.path(), keys.getPublic());
        var name = options.name(HostProbe.hostName(), state.ordinal());
        var token = TokenFile.read(options.tokenFile());
        try (var search = search(home, name, identity, token)) {
          var luggage =
              new ControllerEntry.Luggage(
                  name, keys, home.stateDirectory(options.stateDirectory()), state.path(), token);
          var entered =
              new ControllerEntry(
                      new ControllerFinder(home), options.controller(), luggage, search, err)
                  .enter();
          try (var membership = entered.membership()) {
            LOG.debug("start-up step=member");
            var config = config(state.path(), identity, name, memory, entered.target(), membership);
            return serve(config, launcher, userRunners(memory), search, err);
          }
        }
      } finally {
        launcher.abandon();
      }
    }
  }

  private EagerLauncher launchRunner(Path state, MemoryPlan memory)
      throws IOException, StateException {
    var empty = state.resolve("runner");
    PrivateFiles.createDirectory(empty);
    var command = new ArrayList<>(ProcessWrapper.lowPriorityCommand());
    command.addAll(
        RunnerCommandLine.ofThisProcess(memory.heapBytes())
            .commandWarming(WARMED_FIRST, options.slots()));
    return new EagerLauncher(new ChildJvmLauncher(command, empty));
  }

  private UserRunners userRunners(MemoryPlan memory) {
    var wrapper = ProcessWrapper.probe();
    LOG.info(
        "sandbox low_priority={} core_dumps={} network={}",
        wrapper.lowPriority(),
        wrapper.coreDumpsOff() ? "off" : "as-the-system-says",
        wrapper.ownNetwork() ? "none" : "reachable");
    return new UserRunners(
        heapBytes ->
            RunnerCommandLine.ofThisProcess(heapBytes).command(EngineProfile.USER, options.slots()),
        wrapper,
        RunnerPoolLimits.withDefaults(options.slots(), memory.userBytesMax()));
  }

  private ControllerSearch search(
      StateHome home, NodeName name, NodeIdentity identity, Optional<TokenFile> token) {
    return new ControllerSearch(
        new ControllerFinder(home),
        token,
        home.stateDirectory(options.stateDirectory()),
        new Advertisement(ServiceType.NODE, name.text(), 0, Map.of("id", identity.id().text())));
  }

  private NodeConfig config(
      Path directory,
      NodeIdentity identity,
      NodeName name,
      MemoryPlan memory,
      ControllerTarget target,
      Membership membership) {
    return new NodeConfig(
        identity,
        name,
        new TaskLimits(options.slots(), memory.taskBytesMax()),
        LinkConfig.withDefaults(target.address(), membership),
        HttpBlobs.Timeouts.DEFAULTS,
        directory,
        options.cacheBytes(),
        options.spoolBytes(),
        memory.totalBytes(),
        options.ownerRules(),
        NodeConfig.DRAIN_MAX_DEFAULT);
  }

  private int serve(
      NodeConfig config,
      EagerLauncher launcher,
      UserRunners users,
      ControllerSearch search,
      PrintWriter err)
      throws StateException, InterruptedException, ExecutionException {
    List<byte[]> modules = Arrays.stream(BuiltInModule.values()).map(BuiltInModule::bytes).toList();
    try (var started = EdgeNode.start(config, launcher, users, modules)) {
      node.set(started);
      if (options.metricsPort().isPresent()) showMetrics(started, options.metricsPort().getAsInt());
      if (signals.get() > 0) started.leave();
      started.connected().thenRun(search::start);
      NodeEnd end = started.ended().toCompletableFuture().get();
      end.failure().ifPresent(reason -> err.println("edge-node: " + reason));
      return end.failure().isPresent() ? 1 : 0;
    }
  }

  private static void showMetrics(EdgeNode node, int port)
      throws StateException, InterruptedException {
    try {
      node.showMetrics(port).toCompletableFuture().get();
      LOG.info("metrics url=http://127.0.0.1:{}/metrics", port);
    } catch (ExecutionException e) {
      throw new StateException(
          "--metrics-port: port "
              + port
              + " of 127.0.0.1 cannot be used ("
              + e.getCause().getMessage()
              + "): choose another one",
          e);
    }
  }

  private void signalled() {
    if (signals.incrementAndGet() > 1) Runtime.getRuntime().halt(EXIT_AT_ONCE);
    var running = node.get();
    if (running == null) {
      System.exit(0);
    } else {
      LOG.info("stopping action=\"finishing what runs; a second signal stops at once\"");
      running.leave();
    }
  }
}
