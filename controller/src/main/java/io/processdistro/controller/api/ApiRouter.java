package io.processdistro.controller.api;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.api.access.LoginRoutes;
import io.processdistro.controller.api.access.TokenRoutes;
import io.processdistro.controller.api.content.BlobRoutes;
import io.processdistro.controller.api.content.ModuleRoutes;
import io.processdistro.controller.api.gate.Audits;
import io.processdistro.controller.api.gate.Authentication;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.gate.LoginLimits;
import io.processdistro.controller.api.gate.RequestGate;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.StrictJson;
import io.processdistro.controller.api.jobs.DryRuns;
import io.processdistro.controller.api.jobs.Estimates;
import io.processdistro.controller.api.jobs.ExplanationRoutes;
import io.processdistro.controller.api.jobs.JobJsons;
import io.processdistro.controller.api.jobs.JobRoutes;
import io.processdistro.controller.api.jobs.PreviewRoutes;
import io.processdistro.controller.api.jobs.SubmissionReader;
import io.processdistro.controller.api.jobs.TaskTypeRoutes;
import io.processdistro.controller.api.jobs.TraceRoutes;
import io.processdistro.controller.api.live.About;
import io.processdistro.controller.api.live.ClusterNews;
import io.processdistro.controller.api.live.EventStream;
import io.processdistro.controller.api.live.LiveStream;
import io.processdistro.controller.api.live.LiveViews;
import io.processdistro.controller.api.live.NodeRows;
import io.processdistro.controller.api.live.Overviews;
import io.processdistro.controller.api.nodes.AdmissionRoutes;
import io.processdistro.controller.api.nodes.JoinRoutes;
import io.processdistro.controller.api.nodes.MemberCertificates;
import io.processdistro.controller.api.nodes.NodeList;
import io.processdistro.controller.api.nodes.NodeRoutes;
import io.processdistro.controller.api.view.ViewJson;
import io.processdistro.controller.dashboard.DashboardFiles;
import io.processdistro.controller.discovery.AnnouncedNode;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.jobs.JobClock;
import io.processdistro.controller.jobs.JobListener;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.live.LiveLimits;
import io.processdistro.controller.live.LiveState;
import io.processdistro.controller.live.LoopLag;
import io.processdistro.controller.modules.ModuleBook;
import io.processdistro.controller.nodes.NodeDirectory;
import io.processdistro.controller.nodes.NodeGateway;
import io.processdistro.controller.security.AuditLog;
import io.processdistro.controller.security.Authenticator;
import io.processdistro.controller.security.HostNames;
import io.processdistro.controller.security.RateLimiter;
import io.processdistro.controller.security.Role;
import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.security.TokenStore;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.controller.security.join.PendingNodes;
import io.processdistro.controller.security.join.RevokedNodes;
import io.processdistro.controller.security.sessions.BrowserLogin;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.controller.tasks.modules.ModuleCheck;
import io.processdistro.scheduler.view.Explanation;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All routes of the API. First the event stream is made, because jobs tell it what changes; then
 * {@link #router} joins it with everything else.
 */
public final class ApiRouter {
  private final Vertx vertx;
  private final InstantSource clock;
  private final Answers answers;
  private final JobJsons jobJsons;
  private final NodeDirectory directory;
  private final PendingNodes pending;
  private final NodeList nodes;
  private final EventStream events;
  private Optional<LiveStream> live = Optional.empty();

  /**
   * @param epoch one more than in the controller's former life, at least 1
   * @param announced nodes seen on the network
   * @param pending nodes that wait for approval
   */
  public ApiRouter(
      Vertx vertx,
      InstantSource clock,
      long epoch,
      NodeDirectory directory,
      Supplier<List<AnnouncedNode>> announced,
      PendingNodes pending) {
    this.vertx = vertx;
    this.clock = clock;
    this.answers = new Answers(ViewJson.strict());
    this.jobJsons = new JobJsons(clock);
    this.directory = directory;
    this.pending = pending;
    this.nodes = new NodeList(directory, announced, pending);
    this.events = new EventStream(vertx, epoch, jobJsons, nodes, new ClusterNews(clock), answers);
  }

  /** Hears of jobs for the event streams. */
  public JobListener jobListener() {
    return job -> {
      events.changed(job);
      live.ifPresent(LiveStream::changed);
    };
  }

  /** Hears of nodes and of the store for the event streams. */
  public void refresh(SchedulerSnapshot snapshot, StoreHealth store) {
    events.refresh(snapshot, store);
    live.ifPresent(LiveStream::changed);
  }

  /**
   * What the routes talk to.
   *
   * @param moduleCheck checks modules that are sent
   * @param snapshots the scheduler's state as it is now
   * @param explain the scheduler's account of a job; empty for a job it does not know
   * @param uploaders workers that write uploads
   * @param whyUnready empty while jobs can be submitted
   * @param metrics in Prometheus' text format
   */
  public record Backend(
      Security security,
      Dashboard dashboard,
      Jobs jobs,
      NodeGateway gateway,
      EventInbox inbox,
      BlobStore blobs,
      TaskTypes taskTypes,
      ModuleBook modules,
      ModuleCheck moduleCheck,
      Supplier<SchedulerSnapshot> snapshots,
      BiFunction<JobId, Optional<GrainRange>, Optional<Explanation>> explain,
      JobClock clock,
      WorkerExecutor uploaders,
      Supplier<Optional<String>> whyUnready,
      Supplier<String> metrics) {}

  /**
   * What the dashboard shows, and how browsers get to it.
   *
   * @param snapshots the scheduler's latest, cheap to ask for
   * @param port of the plain listener on loopback; empty if there is none
   * @param dialled what nodes on other machines dial
   */
  public record Dashboard(
      About about,
      DashboardFiles files,
      BrowserLogin login,
      LiveState live,
      LoopLag lag,
      LiveLimits limits,
      Supplier<SchedulerSnapshot> snapshots,
      Supplier<OptionalInt> port,
      Supplier<ControllerAddress> dialled) {}

  /**
   * Who may do what, and where it is written down.
   *
   * @param authenticator tells who sends a request
   * @param hosts what clients may call the controller
   * @param admitted told of every connection on which somebody has shown who it is
   * @param certificates empty if this controller speaks plain HTTP
   * @param authorityChanged opens the port with the present authority and tells local clients
   */
  public record Security(
      Authenticator authenticator,
      TokenStore tokens,
      AuditLog audit,
      SecurityLimits limits,
      HostNames hosts,
      Consumer<HttpConnection> admitted,
      Optional<ServerCertificates> certificates,
      RevokedNodes revoked,
      Supplier<Future<?>> authorityChanged) {}

  /** The routes; {@link Endpoint} says who may take which. */
  public Router router(Backend backend) {
    var all = Router.router(vertx);
    for (int status : new int[] {400, 404, 405, 500}) {
      all.errorHandler(status, answers::failed);
    }
    all.route().failureHandler(answers::failed);
    var security = backend.security();
    var audits = new Audits(security.audit());
    var limits = security.limits();
    var requests =
        RateLimiter.perSecond(
            limits.requestsPerSecond(), limits.requestBurst(), backend.clock()::nanos);
    all.route().handler(new RequestGate(security.hosts()));
    var router = new GuardedRouter(all, requests, audits);
    var system = new SystemRoutes(backend.whyUnready(), backend.metrics(), answers);
    system.mountPublic(router);
    var logins = new LoginLimits(limits, backend.clock()::nanos);
    var membership =
        new MemberCertificates(
            security.certificates(), security.revoked(), security.authorityChanged());
    var plainJson = new StrictJson(ViewJson.strict(), Map.of());
    var joining =
        new JoinRoutes(
            membership, security.tokens(), plainJson, backend.uploaders(), logins, audits, answers);
    joining.mountPublic(router);
    new AdmissionRoutes(
            membership,
            pending,
            plainJson,
            backend.uploaders(),
            logins,
            backend.clock()::nanos,
            audits,
            answers)
        .mountPublic(router);
    var dashboard = backend.dashboard();
    new DashboardRoutes(dashboard.files()).mountPublic(router);
    var browsers =
        new LoginRoutes(dashboard.login(), dashboard.port(), logins, plainJson, audits, answers);
    browsers.mountPublic(router);
    router.authenticateBy(
        new Authentication(security.authenticator(), logins, audits, security.admitted()));
    system.mount(router);
    joining.mount(router);
    browsers.mount(router);
    var reader = new SubmissionReader(ViewJson.strict(), clock);
    var dryRuns = new DryRuns(directory, backend.snapshots());
    var estimates = new Estimates(backend.jobs(), dryRuns, dashboard.live());
    new JobRoutes(backend.jobs(), jobJsons, reader, dryRuns, estimates, audits, answers)
        .mount(router);
    new ExplanationRoutes(backend.jobs(), backend.explain(), directory, backend.clock(), answers)
        .mount(router);
    new NodeRoutes(
            nodes,
            backend.gateway(),
            backend.inbox(),
            backend.snapshots(),
            security.revoked(),
            pending,
            plainJson,
            backend.uploaders(),
            audits,
            answers)
        .mount(router);
    new BlobRoutes(
            vertx,
            backend.blobs(),
            backend.uploaders(),
            (principal, blob) ->
                principal.role() != Role.NODE || backend.gateway().mayRead(principal.name(), blob),
            answers)
        .mount(router);
    new ModuleRoutes(
            backend.modules(),
            backend.moduleCheck(),
            backend.blobs(),
            backend.uploaders(),
            backend.jobs(),
            audits,
            answers)
        .mount(router);
    new TaskTypeRoutes(backend.taskTypes(), answers).mount(router);
    new TokenRoutes(security.tokens(), plainJson, clock, backend.uploaders(), audits, answers)
        .mount(router);
    new PreviewRoutes(backend.jobs(), backend.uploaders()).mount(router);
    new TraceRoutes(
            backend.jobs(),
            dashboard.live(),
            directory,
            backend.clock(),
            backend.uploaders(),
            answers)
        .mount(router);
    events.mount(router, security.authenticator());
    var stream = liveStream(backend);
    stream.mount(router, security.authenticator());
    live = Optional.of(stream);
    return all;
  }

  private LiveStream liveStream(Backend backend) {
    var dashboard = backend.dashboard();
    var overviews =
        new Overviews(
            dashboard.about(),
            backend.jobs(),
            nodes,
            new NodeRows(directory),
            dashboard.live(),
            dashboard.lag(),
            dashboard.dialled(),
            clock);
    return new LiveStream(
        vertx,
        dashboard.limits(),
        new LiveViews(
            overviews, backend.jobs(), jobJsons, directory, dashboard.live(), backend.clock()),
        backend.jobs(),
        nodes,
        dashboard.snapshots(),
        answers);
  }
}
