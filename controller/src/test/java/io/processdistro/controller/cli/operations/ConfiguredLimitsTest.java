package io.processdistro.controller.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.config.Configuration;
import io.processdistro.common.config.ConfigurationSources;
import io.processdistro.controller.server.ControllerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits that files say, as the controller gets them. */
class ConfiguredLimitsTest {
  @TempDir private Path folder;

  @Test
  void withoutAnyFileTheLimitsAreTheUsualOnes() {
    assertThat(ConfiguredLimits.of(Configuration.usual()))
        .isEqualTo(ControllerConfig.Limits.DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource({
    "controller.max_nodes, 3",
    "controller.task_timeout, 7s",
    "controller.work_stealing_enabled, false",
    "security.requests_per_second, 7",
    "security.request_burst, 777",
    "security.failed_logins_per_minute, 77",
    "security.connections_max, 777",
    "performance.task_target, 77ms",
    "performance.prefetch_tasks, 7"
  })
  void settingsWithoutAnOptionReachTheController(String key, String value) throws Exception {
    var file = Files.writeString(folder.resolve("processdistro.yaml"), key + ": " + value + "\n");
    var configuration = ConfigurationSources.check(file);

    assertThat(ConfiguredLimits.of(configuration)).isNotEqualTo(ControllerConfig.Limits.DEFAULTS);
  }
}
