package io.processdistro.controller.server;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.StateHome;
import io.processdistro.controller.jobs.JobLimits;
import io.processdistro.controller.live.LiveLimits;
import io.processdistro.controller.nodes.GatewayConfig;
import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.store.BlobStoreLimits;
import io.processdistro.controller.store.KeepLimits;
import io.processdistro.controller.tasks.modules.ModuleCeilings;
import io.processdistro.scheduler.SchedulerConfig;
import java.nio.file.Path;

/**
 * All that a controller can be told.
 *
 * @param bind address to listen on, or a host name; loopback alone unless other machines are to
 *     reach it
 * @param port 0 lets the system choose one
 * @param home where the user's access files go
 * @param stateDirectory where this controller keeps its state
 * @param advertise whether to take part in mDNS; never done on loopback
 * @param security how its port is protected
 * @param dashboard a second port, for browsers of this machine
 */
public record ControllerConfig(
    String bind,
    int port,
    StateHome home,
    Path stateDirectory,
    boolean advertise,
    PortSecurity security,
    DashboardPort dashboard,
    Limits limits) {
  public static final String BIND_DEFAULT = "127.0.0.1";

  public ControllerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, was " + port);
    }
  }

  /** How the port is protected. */
  public enum PortSecurity {
    TLS,
    /** Plain HTTP: everybody on the way reads tokens and results. For loopback only. */
    PLAIN,
    /** Plain HTTP on any address: the network itself must be trusted. */
    PLAIN_ANYWHERE
  }

  /** The numbers of the parts. */
  public record Limits(
      SchedulerConfig scheduler,
      GatewayConfig gateway,
      JobLimits jobs,
      BlobStoreLimits blobs,
      KeepLimits keep,
      ModuleCeilings modules,
      SecurityLimits security,
      LiveLimits live) {
    public static final Limits DEFAULTS =
        new Limits(
            SchedulerConfig.DEFAULTS,
            GatewayConfig.DEFAULTS,
            JobLimits.DEFAULTS,
            BlobStoreLimits.DEFAULTS,
            KeepLimits.DEFAULTS,
            ModuleCeilings.DEFAULTS,
            SecurityLimits.DEFAULTS,
            LiveLimits.DEFAULTS);

    public Limits withScheduler(SchedulerConfig scheduler) {
      return new Limits(scheduler, gateway, jobs, blobs, keep, modules, security, live);
    }

    public Limits withGateway(GatewayConfig gateway) {
      return new Limits(scheduler, gateway, jobs, blobs, keep, modules, security, live);
    }

    public Limits withModules(ModuleCeilings modules) {
      return new Limits(scheduler, gateway, jobs, blobs, keep, modules, security, live);
    }

    public Limits withKeep(KeepLimits keep) {
      return new Limits(scheduler, gateway, jobs, blobs, keep, modules, security, live);
    }

    public Limits withLive(LiveLimits live) {
      return new Limits(scheduler, gateway, jobs, blobs, keep, modules, security, live);
    }

    public Limits withSecurity(SecurityLimits security) {
      return new Limits(scheduler, gateway, jobs, blobs, keep, modules, security, live);
    }
  }

  /** Loopback, the usual port, no dashboard's port, all limits as they are. */
  public static ControllerConfig of(StateHome home, Path stateDirectory) {
    return new ControllerConfig(
        BIND_DEFAULT,
        ControllerAddress.DEFAULT_PORT,
        home,
        stateDirectory,
        true,
        PortSecurity.TLS,
        DashboardPort.OFF,
        Limits.DEFAULTS);
  }

  public ControllerConfig withBind(String bind) {
    return new ControllerConfig(
        bind, port, home, stateDirectory, advertise, security, dashboard, limits);
  }

  public ControllerConfig withPort(int port) {
    return new ControllerConfig(
        bind, port, home, stateDirectory, advertise, security, dashboard, limits);
  }

  public ControllerConfig withAdvertise(boolean advertise) {
    return new ControllerConfig(
        bind, port, home, stateDirectory, advertise, security, dashboard, limits);
  }

  public ControllerConfig withSecurity(PortSecurity security) {
    return new ControllerConfig(
        bind, port, home, stateDirectory, advertise, security, dashboard, limits);
  }

  public ControllerConfig withDashboard(DashboardPort dashboard) {
    return new ControllerConfig(
        bind, port, home, stateDirectory, advertise, security, dashboard, limits);
  }

  public ControllerConfig withLimits(Limits limits) {
    return new ControllerConfig(
        bind, port, home, stateDirectory, advertise, security, dashboard, limits);
  }
}
