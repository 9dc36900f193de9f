package io.processdistro.controller.cli.operations;

import static io.processdistro.common.config.Setting.CONTROLLER_MAX_NODES;
import static io.processdistro.common.config.Setting.CONTROLLER_TASK_TIMEOUT;
import static io.processdistro.common.config.Setting.CONTROLLER_WORK_STEALING_ENABLED;
import static io.processdistro.common.config.Setting.PERFORMANCE_PREFETCH_TASKS;
import static io.processdistro.common.config.Setting.PERFORMANCE_TASK_TARGET;
import static io.processdistro.common.config.Setting.SECURITY_CONNECTIONS_MAX;
import static io.processdistro.common.config.Setting.SECURITY_FAILED_LOGINS_PER_MINUTE;
import static io.processdistro.common.config.Setting.SECURITY_REQUESTS_PER_SECOND;
import static io.processdistro.common.config.Setting.SECURITY_REQUEST_BURST;

import io.processdistro.common.config.Configuration;
import io.processdistro.controller.nodes.GatewayConfig;
import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.tasks.modules.ModuleCeilings;
import io.processdistro.scheduler.SchedulerConfig;

/** The numbers of a controller's parts, as far as a configuration says them; no option does. */
final class ConfiguredLimits {
  private ConfiguredLimits() {}

  /**
   * @throws IllegalArgumentException if two of them contradict each other
   */
  static ControllerConfig.Limits of(Configuration configuration) {
    return ControllerConfig.Limits.DEFAULTS
        .withScheduler(scheduler(configuration))
        .withGateway(
            GatewayConfig.DEFAULTS.withConnectionsMax(configuration.whole(CONTROLLER_MAX_NODES)))
        .withModules(
            ModuleCeilings.DEFAULTS.withWallMillisUsual(
                configuration.time(CONTROLLER_TASK_TIMEOUT).toMillis()))
        .withSecurity(security(configuration));
  }

  private static SchedulerConfig scheduler(Configuration configuration) {
    var usual = SchedulerConfig.DEFAULTS;
    long aimMillis = configuration.time(PERFORMANCE_TASK_TARGET).toMillis();
    int prefetched = configuration.whole(PERFORMANCE_PREFETCH_TASKS);
    return usual
        .withStealing(
            configuration.flag(CONTROLLER_WORK_STEALING_ENABLED)
                ? usual.stealing()
                : SchedulerConfig.Stealing.OFF)
        .withTaskLength(usual.taskLength().withAimMillisMax(aimMillis))
        .withPrefetch(usual.prefetch().withTasksMax(prefetched));
  }

  private static SecurityLimits security(Configuration configuration) {
    return SecurityLimits.DEFAULTS
        .withRequests(
            configuration.whole(SECURITY_REQUESTS_PER_SECOND),
            configuration.whole(SECURITY_REQUEST_BURST))
        .withFailedLoginsPerMinute(configuration.whole(SECURITY_FAILED_LOGINS_PER_MINUTE))
        .withConnectionsMax(configuration.whole(SECURITY_CONNECTIONS_MAX));
  }
}
