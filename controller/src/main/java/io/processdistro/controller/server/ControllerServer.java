package io.processdistro.controller.server;

import io.processdistro.common.state.ControllerAccess;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.discovery.ControllerDiscovery;
import io.processdistro.controller.security.AuditEvent;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.AuditLog;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.controller.tasks.builtin.BuiltInTasks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * A running controller. {@link #start} and {@link #close} block; call them off event loops. Several
 * may run in one process, each with its own state directory.
 */
public final class ControllerServer implements AutoCloseable {
  private final ControllerConfig config;
  private final Vertx vertx;
  private final ControllerState state;
  private final AccessFiles access;
  private final ControllerDiscovery discovery;
  private final Future<String> halted;
  private final OptionalInt dashboardPort;
  private final List<String> greeting;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ControllerServer(
      ControllerConfig config,
      Vertx vertx,
      ControllerState state,
      AccessFiles access,
      ControllerDiscovery discovery,
      Future<String> halted,
      OptionalInt dashboardPort,
      List<String> greeting) {
    this.config = config;
    this.vertx = vertx;
    this.state = state;
    this.access = access;
    this.discovery = discovery;
    this.halted = halted;
    this.dashboardPort = dashboardPort;
    this.greeting = greeting;
  }

  /**
   * Opens the state directory, listens, and leaves the access files; when this returns, requests
   * are answered. Knows the built-in task types.
   *
   * @throws StartException with one sentence for people; nothing is left running then
   */
  public static ControllerServer start(ControllerConfig config) throws StartException {
    return start(config, BuiltInTasks.types());
  }

  /** The same with other task types; the built-in modules are stored all the same. */
  public static ControllerServer start(ControllerConfig config, TaskTypes taskTypes)
      throws StartException {
    var bind = resolve(config.bind());
    requireProtection(config, bind);
    ControllerState state = null;
    Vertx vertx = null;
    try {
      state = ControllerState.open(config.stateDirectory(), config.limits().blobs());
      vertx = newVertx(state.audit(), config.limits().security());
      return start(config, taskTypes, bind, state, vertx);
    } catch (StateException e) {
      if (state != null) ControllerState.refuse(state.audit(), e);
      release(vertx, state);
      throw new StartException(e.getMessage(), e);
    } catch (StartException | RuntimeException e) {
      release(vertx, state);
      throw e;
    }
  }

  private static ControllerServer start(
      ControllerConfig config,
      TaskTypes taskTypes,
      InetAddress bind,
      ControllerState state,
      Vertx vertx)
      throws StartException, StateException {
    Promise<String> halted = Promise.promise();
    var discovery = new AtomicReference<>(ControllerDiscovery.none());
    var certificates = certificates(config, bind, state);
    var access = new AccessFiles(config, localAddress(bind), state.token().text(), certificates);
    var verticle =
        new ControllerVerticle(
            config,
            bind,
            state,
            certificates,
            taskTypes,
            () -> discovery.get().nodes(),
            fault -> halted.tryComplete("the scheduler has halted: " + fault),
            access::publishAgain);
    try {
      vertx.deployVerticle(verticle).await();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof StartException known) throw known;
      throw new StartException(whyNotListening(config, e), e);
    }
    int port = verticle.port();
    access.publish(port);
    state
        .audit()
        .record(
            AuditEvent.ofController(
                AuditKind.CONTROLLER_STARTED,
                Map.of(
                    "bind", config.bind(),
                    "port", Integer.toString(port),
                    "epoch", Long.toString(state.epoch()),
                    "security", config.limits().security().toString())));
    if (config.advertise() && !bind.isLoopbackAddress()) {
      discovery.set(ControllerDiscovery.start(bind, port, hostName()));
    }
    return new ControllerServer(
        config,
        vertx,
        state,
        access,
        discovery.get(),
        halted.future(),
        verticle.dashboard().port(),
        Stream.concat(
                greeting(config, bind, access.current(), state, certificates).stream(),
                dashboardGreeting(access.current(), verticle).stream())
            .toList());
  }

  /** Nothing if this build has no dashboard. */
  private static List<String> dashboardGreeting(
      ControllerAccess access, ControllerVerticle verticle) {
    if (!verticle.hasDashboard()) return List.of();
    var listener = verticle.dashboard();
    var url =
        listener.port().isPresent()
            ? "http://127.0.0.1:" + listener.port().getAsInt()
            : access.target().baseUrl();
    var code = verticle.login().createCode(Principal.OPERATOR);
    return Greeting.dashboard(url, code, listener.wasRefused());
  }

  /** The port it listens on. */
  public int port() {
    return access.current().port();
  }

  /** Where commands on this machine reach it, and with which token. */
  public ControllerAccess access() {
    return access.current();
  }

  /**
   * Ends with a reason when the controller has halted because of a fault of its own: it answers
   * still, but runs nothing any more, and should be stopped.
   */
  public Future<String> halted() {
    return halted;
  }

  /** Of the plain listener for browsers of this machine; empty if there is none. */
  public OptionalInt dashboardPort() {
    return dashboardPort;
  }

  /**
   * What to tell people who started it: where it listens, how a node joins, how a browser gets in.
   * May hold a token for joining and a code for a browser.
   */
  public List<String> greeting() {
    return greeting;
  }

  private static List<String> greeting(
      ControllerConfig config,
      InetAddress bind,
      ControllerAccess access,
      ControllerState state,
      Optional<ServerCertificates> certificates) {
    var here = access.controllerAddress();
    if (bind.isLoopbackAddress()) return Greeting.loopback(here);
    return certificates
        .map(known -> Greeting.secured(bind, here, state.tokens(), known))
        .orElseGet(
            () ->
                Greeting.open(
                    bind, here, ControllerAccess.fileIn(config.stateDirectory()).toString()));
  }

  /** Stops listening and gives everything back; twice is harmless. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) return;
    access.withdraw();
    discovery.close();
    state.audit().record(AuditEvent.ofController(AuditKind.CONTROLLER_STOPPED, Map.of()));
    release(vertx, state);
  }

  private static Optional<ServerCertificates> certificates(
      ControllerConfig config, InetAddress bind, ControllerState state) throws StateException {
    return switch (config.security()) {
      case TLS ->
          Optional.of(
              ServerCertificates.open(
                  state.directory().path(), bind, InstantSource.system(), new SecureRandom()));
      case PLAIN, PLAIN_ANYWHERE -> Optional.empty();
    };
  }

  private static void requireProtection(ControllerConfig config, InetAddress bind)
      throws StartException {
    if (config.security() == ControllerConfig.PortSecurity.PLAIN && !bind.isLoopbackAddress()) {
      throw new StartException(
          "without TLS the controller listens on loopback only, not on "
              + config.bind()
              + ": leave --insecure away, or say --i-know-this-is-open as well",
          null);
    }
  }

  private static void release(Vertx vertx, ControllerState state) {
    try {
      if (vertx != null) vertx.close().await();
    } finally {
      if (state != null) state.close();
    }
  }

  private static Vertx newVertx(AuditLog audit, SecurityLimits limits) {
    var failures = new TlsFailures(audit, System::nanoTime);
    var arrivals = new Arrivals(limits.newcomersPerAddressMax(), System::nanoTime);
    var options =
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    return Vertx.builder()
        .with(options)
        .withTransport(new WatchedTransport(() -> new FirstBytes(arrivals, failures)))
        .build();
  }

  private static InetAddress resolve(String bind) throws StartException {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new StartException(
          "the address " + bind + " is not known: --bind takes an address of this machine", e);
    }
  }

  private static String whyNotListening(ControllerConfig config, Exception e) {
    var where = config.bind() + ":" + config.port();
    if (!(e instanceof BindException)) return "cannot listen on " + where + ": " + e.getMessage();
    boolean strangeAddress = String.valueOf(e.getMessage()).contains("assign");
    return strangeAddress
        ? "cannot listen on " + where + ": --bind takes an address of this machine"
        : "port "
            + config.port()
            + " of "
            + config.bind()
            + " is in use: choose another with --port, or stop what uses it";
  }

  private static String localAddress(InetAddress bind) {
    if (!bind.isAnyLocalAddress()) return bind.getHostAddress();
    return ControllerConfig.BIND_DEFAULT;
  }

  /** Of this machine, or a word for one that has none. */
  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "controller";
    }
  }
}
