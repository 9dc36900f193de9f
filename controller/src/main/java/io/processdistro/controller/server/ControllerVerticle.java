package io.processdistro.controller.server;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.controller.api.ApiRouter;
import io.processdistro.controller.api.live.About;
import io.processdistro.controller.backup.BackupHold;
import io.processdistro.controller.dashboard.DashboardFiles;
import io.processdistro.controller.discovery.AnnouncedNode;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.driver.SchedulerDriver;
import io.processdistro.controller.driver.SnapshotKeeper;
import io.processdistro.controller.driver.TickTimer;
import io.processdistro.controller.jobs.JobClock;
import io.processdistro.controller.jobs.JobResources;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.live.LiveState;
import io.processdistro.controller.live.LoopLag;
import io.processdistro.controller.loop.Slices;
import io.processdistro.controller.metrics.ControllerMetrics;
import io.processdistro.controller.modules.ModuleBook;
import io.processdistro.controller.nodes.NodeDirectory;
import io.processdistro.controller.nodes.NodeGateway;
import io.processdistro.controller.security.ApiTokens;
import io.processdistro.controller.security.Authenticator;
import io.processdistro.controller.security.HostNames;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.security.TokenRecord;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.controller.security.join.NodeCertificates;
import io.processdistro.controller.security.join.PendingNodes;
import io.processdistro.controller.security.sessions.BrowserLogin;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.Retention;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.controller.tasks.modules.ModuleCheck;
import io.processdistro.controller.tasks.modules.ModuleTask;
import io.processdistro.scheduler.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the parts of a controller on one event loop, and listens. */
final class ControllerVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerVerticle.class);
  private static final long GARBAGE_MILLIS = 10_000;
  private static final long RETENTION_MILLIS = 10_000;
  private static final int UPLOAD_THREADS = 4;
  private static final long WORK_MINUTES_MAX = 60;

  /** Of classes that come from no jar. */
  private static final String UNPACKED_VERSION = "unpacked";

  private final ControllerConfig config;
  private final InetAddress bind;
  private final HostNames hosts;
  private final ControllerState state;
  private final Optional<ServerCertificates> certificates;
  private final TaskTypes taskTypes;
  private final Supplier<List<AnnouncedNode>> announced;
  private final Consumer<Throwable> fault;
  private final Runnable republish;
  private Optional<PortCertificates> port = Optional.empty();
  private NodeGateway gateway;
  private Jobs jobs;
  private ControllerMetrics metrics;
  private HttpServer server;
  private ControllerAddress dialled;
  private final DashboardListener dashboard;
  private final DashboardFiles files = DashboardFiles.ofClassPath();
  private BrowserLogin login;

  /**
   * @param bind what {@code config} calls the address to listen on
   * @param certificates empty to speak plain HTTP
   * @param announced nodes seen on the network
   * @param fault told when the scheduler has halted
   * @param republish writes the access files anew; blocks
   */
  ControllerVerticle(
      ControllerConfig config,
      InetAddress bind,
      ControllerState state,
      Optional<ServerCertificates> certificates,
      TaskTypes taskTypes,
      Supplier<List<AnnouncedNode>> announced,
      Consumer<Throwable> fault,
      Runnable republish) {
    this.config = config;
    this.bind = bind;
    this.hosts = HostNames.ofThisMachine(config.limits().security().hostNames());
    this.state = state;
    this.certificates = certificates;
    this.taskTypes = taskTypes;
    this.announced = announced;
    this.fault = fault;
    this.republish = republish;
    this.dashboard = new DashboardListener(config.dashboard());
  }

  /** For browsers of this machine. */
  DashboardListener dashboard() {
    return dashboard;
  }

  /** Whether this build has the page that browsers get. */
  boolean hasDashboard() {
    return files.page().isPresent();
  }

  /** How browsers get in; after the start. */
  BrowserLogin login() {
    return login;
  }

  /** The port that it listens on; after the start. */
  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> start() {
    var clock = InstantSource.system();
    var inbox = new EventInbox();
    var directory = new NodeDirectory();
    metrics = new ControllerMetrics(state.blobs());
    gateway =
        new NodeGateway(
            vertx, context, config.limits().gateway(), state.epoch(), inbox, directory, clock);
    var nodes = metrics.timed(gateway, System::nanoTime);
    var random = new SecureRandom();
    var scheduler = new Scheduler(config.limits().scheduler(), state.epoch(), random.nextLong());
    var pending = new PendingNodes(random, clock, System::nanoTime);
    var api = new ApiRouter(vertx, clock, state.epoch(), directory, announced, pending);
    var jobClock = new JobClock(clock, System::nanoTime);
    var ceilings = config.limits().modules();
    var committed = new Slices(vertx, context, System::nanoTime);
    var stores =
        state
            .store()
            .serve(
                state.blobs(),
                task -> context.runOnContext(ignored -> committed.run(task)),
                metrics::committed);
    var modules =
        new ModuleBook(stores.modules(), ceilings.killsMax(), ceilings.modulesKept(), clock);
    var allTypes = taskTypes.with(new ModuleTask(ceilings, modules));
    jobs =
        new Jobs(
            vertx,
            config.limits().jobs(),
            state.epoch(),
            jobResources(stores.jobs(), allTypes, modules),
            inbox,
            nodes,
            jobClock,
            api.jobListener(),
            random);
    var live = new LiveState(config.limits().live());
    var driver =
        new SchedulerDriver(scheduler, System::nanoTime, inbox, nodes, jobs, live.watch(), fault);
    var snapshots =
        new SnapshotKeeper(
            vertx,
            driver,
            List.of(
                live::refresh,
                jobs::refresh,
                snapshot -> api.refresh(snapshot, jobs.storeHealth()),
                ignored -> metrics.reassigned(driver.takeReassignNanos())));
    var ticks =
        new TickTimer(
            vertx, inbox, config.limits().scheduler().liveness().tickMillis(), System::nanoTime);
    var lag =
        new LoopLag(
            vertx, System::nanoTime, ControllerVerticle::collectorMillis, metrics::loopLate);
    login = new BrowserLogin(this::isWelcome, clock, System::nanoTime, random);
    metrics.watchNodes(directory, gateway.frames());
    metrics.watchJobs(stores.jobs());
    metrics.watchScheduler(snapshots::latest, ticks::takeLagNanosMax);
    var connections = new Connections(vertx, config.limits().security());
    var uploaders = workers("uploads", UPLOAD_THREADS);
    var backend =
        new ApiRouter.Backend(
            new ApiRouter.Security(
                new Authenticator(
                    List.of(
                        state.token(),
                        login,
                        new ApiTokens(state.tokens()),
                        new NodeCertificates(state.revoked()))),
                state.tokens(),
                state.audit(),
                config.limits().security(),
                hosts,
                connections::admitted,
                certificates,
                state.revoked(),
                this::authorityChanged),
            new ApiRouter.Dashboard(
                about(clock),
                files,
                login,
                live,
                lag,
                config.limits().live(),
                snapshots::latest,
                dashboard::port,
                () -> dialled),
            jobs,
            gateway,
            inbox,
            state.blobs(),
            allTypes,
            modules,
            new ModuleCheck(ceilings),
            driver::snapshot,
            driver::explain,
            jobClock,
            uploaders,
            () -> whyUnready(driver, jobs),
            metrics::scrape);
    ticks.start();
    lag.start();
    snapshots.start();
    vertx.setPeriodic(GARBAGE_MILLIS, ignored -> collectGarbage(uploaders));
    loadRecentBlobs(uploaders);
    jobs.restore().onComplete(ignored -> gateway.admit());
    var router = api.router(backend);
    server = HttpListener.create(vertx, router, connections, certificates);
    port = certificates.map(known -> new PortCertificates(vertx, server, known));
    port.ifPresent(PortCertificates::keep);
    var retention =
        new Retention(config.limits().keep(), stores.jobs(), state.results(), uploaders, clock);
    retention.prune();
    vertx.setPeriodic(RETENTION_MILLIS, ignored -> retention.prune());
    return server
        .listen(config.port(), config.bind())
        .onSuccess(listening -> dialled = DialledAddress.of(bind, listening.actualPort()))
        .compose(
            ignored ->
                dashboard.listen(
                    () -> HttpListener.create(vertx, router, connections, Optional.empty())));
  }

  /** Of all collectors of garbage together, those that work beside the program included. */
  private static long collectorMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private About about(InstantSource clock) {
    var security = config.security();
    var version = ControllerServer.class.getPackage().getImplementationVersion();
    return new About(
        ControllerServer.hostName(),
        version == null ? UNPACKED_VERSION : version,
        state.epoch(),
        clock.instant(),
        security != ControllerConfig.PortSecurity.TLS,
        security == ControllerConfig.PortSecurity.PLAIN_ANYWHERE);
  }

  /** The operator always; others while a token of theirs is worth something. */
  private boolean isWelcome(Principal principal) {
    var now = InstantSource.system().instant();
    return principal.equals(Principal.OPERATOR)
        || state.tokens().all().stream()
            .anyMatch(
                token ->
                    token.state(now) == TokenRecord.State.VALID
                        && token.name().equals(principal.name())
                        && token.role() == principal.role());
  }

  @Override
  public Future<?> stop() {
    if (jobs != null) jobs.stop();
    if (gateway != null) gateway.closeAll();
    if (metrics != null) metrics.close();
    return dashboard
        .close()
        .transform(ignored -> server == null ? Future.succeededFuture() : server.close());
  }

  private Future<?> authorityChanged() {
    return port.<Future<?>>map(PortCertificates::swap)
        .orElseGet(Future::succeededFuture)
        .compose(
            ignored ->
                vertx.<Void>executeBlocking(
                    () -> {
                      republish.run();
                      return null;
                    }));
  }

  private JobResources jobResources(JobStore store, TaskTypes types, ModuleBook modules) {
    var limits = config.limits().jobs();
    return new JobResources(
        store,
        state.blobs(),
        state.results(),
        types,
        modules,
        workers("planning", limits.planningThreads()),
        workers("assembly", limits.assemblyThreads()));
  }

  private WorkerExecutor workers(String name, int threads) {
    return vertx.createSharedWorkerExecutor(name, threads, WORK_MINUTES_MAX, TimeUnit.MINUTES);
  }

  private void loadRecentBlobs(WorkerExecutor workers) {
    workers
        .executeBlocking(
            () -> {
              state.blobs().loadRecent();
              return null;
            },
            false)
        .onFailure(e -> LOG.warn("controller=blobs-not-loaded reason=\"{}\"", e.toString()));
  }

  private void collectGarbage(WorkerExecutor workers) {
    workers.executeBlocking(
        () -> {
          try (var hold = BackupHold.tryTake(state.directory().path()).orElse(null)) {
            if (hold != null) state.blobs().collectGarbage();
          }
          return null;
        },
        false);
  }

  private static Optional<String> whyUnready(SchedulerDriver driver, Jobs jobs) {
    return driver.isHalted()
        ? Optional.of("the scheduler has halted because of a fault of its own")
        : jobs.whyUnready();
  }
}
