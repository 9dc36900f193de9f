package io.processdistro.tools.slowloris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.StateHome;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowCrowdTest {
  private static final int CONNECTIONS = 300;

  @Test
  void slowConnectionsAreCutOffAndHonestClientsServed(@TempDir Path folder) throws Exception {
    var home = new StateHome(folder.resolve("home"), Optional.empty());
    var security = SecurityLimits.DEFAULTS.withNewcomers(256, Duration.ofSeconds(2));
    var config =
        ControllerConfig.of(home, folder.resolve("controller"))
            .withPort(0)
            .withAdvertise(false)
            .withLimits(ControllerConfig.Limits.DEFAULTS.withSecurity(security));
    try (var server = ControllerServer.start(config);
        var client = new ControllerClient(server.access().target())) {
      client.nodes();
      try (var crowd = new SlowCrowd(server.port(), CONNECTIONS)) {
        // All have come, and all of those have gone and come again.
        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> {
                  client.nodes();
                  return crowd.opened() >= 2 * CONNECTIONS;
                });
        assertThat(crowd.longestMillis()).isLessThan(15_000);
      }
    }
  }
}
