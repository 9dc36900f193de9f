package io.processdistro.node.agent;

import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.SandboxFacts;
import io.processdistro.node.blobs.BlobCache;
import io.processdistro.node.link.Backoff;
import io.processdistro.node.link.ControllerLink;
import io.processdistro.node.link.Heartbeats;
import io.processdistro.node.link.LinkListener;
import io.processdistro.node.modules.CheckedModules;
import io.processdistro.node.owner.OwnerWord;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.spool.OutputUpload;
import io.processdistro.node.spool.Reporter;
import io.processdistro.node.spool.SpoolDirectory;
import io.processdistro.node.supervisor.PrivateJvmLauncher;
import io.processdistro.node.supervisor.RunnerEnd;
import io.processdistro.node.supervisor.RunnerFleet;
import io.processdistro.node.supervisor.RunnerLauncher;
import io.processdistro.node.supervisor.RunnerListener;
import io.processdistro.node.supervisor.RunnerPool;
import io.processdistro.node.supervisor.RunnerPoolLimits;
import io.processdistro.node.supervisor.RunnerSupervisor;
import io.processdistro.node.supervisor.TaskRunner;
import io.processdistro.node.tasks.CachedInputs;
import io.processdistro.node.tasks.ModuleShelf;
import io.processdistro.node.tasks.PooledModules;
import io.processdistro.node.tasks.TaskDesk;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes what the link and the runner say to those who keep the state: the task desk, the reporter
 * and the blob cache. All of them live on the one event loop on which this is made; nothing on it
 * blocks or computes, so heartbeats keep their time whatever the guests do.
 */
final class NodeAgent implements LinkListener, RunnerListener {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
  private static final int FIRST_STARTS_MAX = 3;
  private static final long DEADLINE_CHECK_MILLIS = 100;
  private static final long POOL_TICK_MILLIS = 1_000;
  private static final long LINK_BACKOFF_FIRST_MILLIS = 100;

  /** Shorter than the time that a controller which starts again gives its nodes to come back. */
  private static final long LINK_BACKOFF_MILLIS_MAX = 1_000;

  private static final long RUNNER_BACKOFF_FIRST_MILLIS = 500;
  private static final long RUNNER_BACKOFF_MILLIS_MAX = 30_000;

  /** What was opened, with blocking calls, before the event loop takes over. */
  record Parts(
      NodeConfig config,
      HostProbe host,
      BlobCache cache,
      OutputUpload uploads,
      SpoolDirectory spool,
      List<RunnerCommand.ModuleFile> modules,
      RunnerLauncher launcher,
      CheckedModules userModules,
      RunnerPoolLimits poolLimits,
      PrivateJvmLauncher userLauncher,
      SandboxFacts sandbox,
      OwnerWord owner) {}

  private final Vertx vertx;
  private final NodeConfig config;
  private final ControllerLink link;
  private final Heartbeats heartbeats;
  private final RunnerSupervisor runner;
  private final RunnerPool pool;
  private final SpoolDirectory spool;
  private final Reporter reporter;
  private final TaskDesk desk;
  private final IntakeNotices notices;
  private final SelfDescription description;
  private final StatusReader status;
  private final WorkTotals totals = new WorkTotals(ZonedDateTime.now());
  private final RunnerFleet fleet;
  private final OwnerDesk owner;
  private final Promise<Void> selfTested = Promise.promise();
  private final Promise<Void> connected = Promise.promise();
  private final Promise<NodeEnd> ended = Promise.promise();
  private int failedStarts;
  private boolean wasConnected;

  NodeAgent(Vertx vertx, Context loop, Parts parts, RandomGenerator random) {
    this.vertx = vertx;
    this.config = parts.config();
    this.link =
        new ControllerLink(
            vertx,
            config.link(),
            new Backoff(LINK_BACKOFF_FIRST_MILLIS, LINK_BACKOFF_MILLIS_MAX, random),
            System::nanoTime,
            this);
    this.runner =
        new RunnerSupervisor(
            vertx,
            parts.launcher(),
            new Backoff(RUNNER_BACKOFF_FIRST_MILLIS, RUNNER_BACKOFF_MILLIS_MAX, random),
            this);
    this.pool =
        new RunnerPool(
            vertx,
            parts.poolLimits(),
            parts.userLauncher(),
            new Backoff(RUNNER_BACKOFF_FIRST_MILLIS, RUNNER_BACKOFF_MILLIS_MAX, random),
            this,
            System::nanoTime);
    var outputs = new OutputFiles(vertx, parts.spool());
    this.spool = parts.spool();
    this.reporter =
        new Reporter(
            link,
            parts.uploads(),
            outputs::delete,
            task -> loop.runOnContext(ignored -> task.run()),
            config.spoolBytesMax(),
            this::roomChanged);
    var intake = new Intake();
    this.desk =
        new TaskDesk(
            config.limits(),
            new ModuleShelf(parts.modules(), runner, new PooledModules(parts.userModules(), pool)),
            new CachedInputs(parts.cache()),
            new DeskReports(reporter, link, outputs, intake, totals),
            System::nanoTime);
    this.notices = new IntakeNotices(intake, link, desk::intakeChanged);
    this.description =
        new SelfDescription(
            config, parts.host(), parts.sandbox(), parts.cache(), runner, reporter, desk);
    this.heartbeats = new Heartbeats(vertx, description::heartbeat, link::send, random);
    this.fleet = new RunnerFleet(runner, pool);
    this.owner = new OwnerDesk(vertx, parts.owner(), fleet, this::ownerSays, desk::rested);
    this.status =
        new StatusReader(
            config,
            parts.sandbox(),
            link,
            intake,
            desk,
            owner,
            fleet,
            parts.cache(),
            reporter,
            totals);
  }

  void start() {
    reporter.keepOn(vertx, spool);
    owner.start();
    runner.start();
    link.start();
    vertx.setPeriodic(DEADLINE_CHECK_MILLIS, ignored -> desk.checkDeadlines());
    vertx.setPeriodic(POOL_TICK_MILLIS, ignored -> pool.tick());
  }

  /** Succeeds when a controller has taken the node in for the first time. */
  Future<Void> connected() {
    return connected.future();
  }

  /** Succeeds when the node has left or given up. */
  Future<NodeEnd> ended() {
    return ended.future();
  }

  /**
   * Leaves in good order: gives back what has not started, finishes what runs, waits for the
   * acknowledgements, says goodbye. After {@link NodeConfig#drainMax} it leaves all the same.
   */
  void leave() {
    link.send(new NodeMessage.Drain());
    var quiet = desk.drain().compose(ignored -> reporter.whenEmpty());
    var timeUp = vertx.timer(config.drainMax().toMillis(), TimeUnit.MILLISECONDS);
    Future.any(quiet, timeUp)
        .onSuccess(
            ignored -> {
              if (!quiet.isComplete()) {
                LOG.warn(
                    "drain=incomplete running={} unacknowledged={}",
                    desk.running().size(),
                    reporter.size());
              }
              goodbye();
            });
  }

  private void goodbye() {
    link.send(new NodeMessage.Goodbye("stopping"));
    abandon().onComplete(done -> ended.tryComplete(NodeEnd.inOrder()));
  }

  private void giveUp(String reason) {
    abandon().onComplete(done -> ended.tryComplete(NodeEnd.because(reason)));
  }

  /** Ends the runner and the connection at once; the future ends when both have gone. */
  Future<?> abandon() {
    heartbeats.stop();
    return Future.join(runner.stop(), pool.stop(), link.close());
  }

  /**
   * Does not wait for the runner's self-test: the first leases tell which module to warm while the
   * test runs, and their inputs come meanwhile. A heartbeat brings what the test found.
   */
  @Override
  public Future<NodeMessage.Hello> hello() {
    return Future.succeededFuture(description.hello());
  }

  @Override
  public void welcomed(ControllerMessage.Welcome welcome, boolean newConnection) {
    if (!newConnection) {
      heartbeats.every(welcome.heartbeatMillis());
      return;
    }
    notices.welcomed(welcome);
    heartbeats.start(welcome);
    LOG.info(
        "connected controller={} node={} slots={}",
        config.link().controller(),
        config.name(),
        config.limits().slots());
    wasConnected = true;
    connected.tryComplete();
    reporter.reconnected();
  }

  /** What runs goes on, and its results are kept; what has not started runs elsewhere. */
  private void roomChanged(boolean hasRoom) {
    if (hasRoom) {
      LOG.info("spool=has-room bytes={} action=\"taking work again\"", reporter.bytes());
    } else {
      LOG.warn(
          "spool=full reports={} bytes={} bytes_max={} action=\"no more work is taken until the"
              + " controller acknowledges results; --spool-max is the limit\"",
          reporter.size(),
          reporter.bytes(),
          config.spoolBytesMax());
    }
    notices.roomChanged(hasRoom);
  }

  private void ownerSays(List<String> objections) {
    totals.at(ZonedDateTime.now(), fleet.cpuMillis());
    notices.ownerSays(objections);
  }

  /** What its owner is shown. */
  NodeStatus status() {
    return status.read();
  }

  /** By the owner's command. */
  OwnerDesk owner() {
    return owner;
  }

  @Override
  public void assigned(ControllerMessage.Assign assign) {
    desk.assign(assign);
  }

  @Override
  public void acknowledged(ControllerMessage.Acknowledge acknowledge) {
    reporter.acknowledged(acknowledge.leases());
  }

  @Override
  public void revoked(ControllerMessage.Revoke revoke) {
    desk.revoke(revoke.leases());
  }

  @Override
  public void cancelled(ControllerMessage.Cancel cancel) {
    desk.cancel(cancel.leases());
  }

  @Override
  public void writable() {
    reporter.flush();
  }

  @Override
  public void disconnected(String reason) {
    heartbeats.stop();
    if (wasConnected || !connected.future().isComplete()) {
      LOG.warn("not-connected reason=\"{}\" action=\"trying again\"", reason);
    }
    wasConnected = false;
  }

  @Override
  public void gaveUp(String reason) {
    giveUp(reason);
  }

  @Override
  public void runnerReady(EngineFacts engine) {
    failedStarts = 0;
    SelfTestLog.write(LOG, engine, config.limits().slots());
    selfTested.tryComplete();
    desk.runnerChanged();
  }

  @Override
  public void moduleWarm() {
    desk.runnerChanged();
  }

  @Override
  public void taskFinished(long task, Outcome outcome, long slotNanos, long kernelNanos) {
    desk.finished(task, outcome, slotNanos, kernelNanos);
  }

  @Override
  public void taskReturned(long task) {
    desk.returned(task);
  }

  /** Tasks cannot run without a runner: if the first ones never get ready, somebody must look. */
  @Override
  public void runnerDied(TaskRunner died, RunnerEnd end) {
    desk.runnerDied(died, end);
    if (died != runner || selfTested.future().isComplete()) return;
    failedStarts++;
    if (failedStarts >= FIRST_STARTS_MAX) giveUp(end.reason());
  }
}
