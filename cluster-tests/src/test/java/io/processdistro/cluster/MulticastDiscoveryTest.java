package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processdistro.common.state.ControllerAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A controller and a node on "two machines" that know nothing of each other but a token: two
 * network namespaces joined by a virtual cable. Needs root and the program ip.
 */
class MulticastDiscoveryTest {
  private static final Duration DISCOVERY_MAX = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @Test
  void nodeAndCommandsFindTheControllerByMulticastAlone() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "network namespaces need root: skipped");
    try (var network = new TwoNamespaces();
        var cluster = new Cluster(folder)) {
      var state = folder.resolve("controller-state");
      cluster.startWith(
          network.inFirst(),
          home("first"),
          "controller",
          "controller",
          List.of(
              "start", "--port", "30000", "--bind", "0.0.0.0", "--state-dir", state.toString()));
      var access = ControllerAccess.fileIn(state);
      await("the controller's start").atMost(DISCOVERY_MAX).until(() -> Files.exists(access));
      var token = folder.resolve("token.json");
      Files.copy(access, token, StandardCopyOption.COPY_ATTRIBUTES);

      var node =
          cluster.startWith(
              network.inSecond(),
              home("second"),
              "edge-node",
              "node",
              List.of("--max-tasks", "1", "--name", "far-away", "--token-file", token.toString()));

      await("the node's arrival")
          .atMost(DISCOVERY_MAX)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                var ran =
                    cluster.ran(
                        cluster.startWith(
                            network.inSecond(),
                            home("second"),
                            "controller",
                            "nodes",
                            List.of("nodes", "-o", "json", "--token-file", token.toString())));
                assertThat(ran.out())
                    .as(() -> ran.err() + node.err())
                    .contains("far-away", "\"state\" : \"ready\"");
              });
    }
  }

  private Map<String, String> home(String name) {
    return Map.of("XDG_STATE_HOME", folder.resolve(name + "-home").toString());
  }
}
