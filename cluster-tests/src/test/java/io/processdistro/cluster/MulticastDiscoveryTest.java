package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.ControllerAccess;
import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.trust.PinnedToken;
import io.processdistro.controller.security.FileTokenStore;
import io.processdistro.controller.security.Role;
import io.processdistro.controller.security.TokenRequest;
import io.processdistro.controller.security.certificates.ServerCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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

  /**
   * Anybody can announce a controller. The node asks the false one first, because there is no other
   * yet; it is to live on, tell it nothing, and enter the one that its token is of.
   */
  @Test
  void aFalseControllerOnlyCostsTheNodeTime() throws Exception {
    try (var network = new TwoNamespaces();
        var cluster = new Cluster(folder)) {
      var state = folder.resolve("controller-state");
      var token = folder.resolve("token");
      PrivateFiles.write(token, tokenOfControllerToBe(state).getBytes(StandardCharsets.UTF_8));
      startController(cluster, network, "false-controller", 30_001);
      var node =
          cluster.startWith(
              network.inSecond(),
              home("second"),
              "edge-node",
              "node",
              List.of("--max-tasks", "1", "--name", "wary", "--token-file", token.toString()));
      await("the node's word about the false controller")
          .atMost(DISCOVERY_MAX)
          .untilAsserted(
              () ->
                  assertThat(node.err())
                      .contains(network.firstAddress() + ":30001")
                      .contains("is not the one of this token")
                      .contains("the token was not sent"));

      startController(cluster, network, "controller", 30_000);
      await("the node's arrival")
          .atMost(DISCOVERY_MAX)
          .until(() -> auditOf(state).contains("NODE_JOINED"));
      assertThat(node.isRunning()).as(node::err).isTrue();
      assertThat(auditOf(folder.resolve("false-controller-state")))
          .contains("CONTROLLER_STARTED", "certificate_unknown")
          .doesNotContain("NODE_JOINED", "NODE_REFUSED", "AUTHENTICATION_FAILED");
    }
  }

  private void startController(Cluster cluster, TwoNamespaces network, String name, int port)
      throws IOException {
    var state = folder.resolve(name + "-state");
    cluster.startWith(
        network.inFirst(),
        home(name),
        "controller",
        name,
        List.of(
            "start",
            "--port",
            Integer.toString(port),
            "--bind",
            "0.0.0.0",
            "--state-dir",
            state.toString()));
    await("the start of " + name)
        .atMost(DISCOVERY_MAX)
        .until(() -> Files.exists(ControllerAccess.fileIn(state)));
  }

  /** As that controller will find it made when it starts for the first time. */
  private static String tokenOfControllerToBe(Path state) throws Exception {
    var directory = state.resolve("controller");
    var random = new SecureRandom();
    var clock = InstantSource.system();
    var certificates =
        ServerCertificates.open(directory, InetAddress.getLoopbackAddress(), clock, random);
    var issued =
        FileTokenStore.open(directory.resolve("tokens.json"), clock, random)
            .create(
                new TokenRequest("room-1", Role.NODE, Duration.ofMinutes(10), OptionalInt.of(1)));
    return new PinnedToken(certificates.authorities().fingerprint(), issued.secret()).text();
  }

  private static String auditOf(Path state) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(state.resolve("controller/audit"))) {
      for (var file : files.toList()) all.append(Files.readString(file));
    }
    return all.toString();
  }

  private Map<String, String> home(String name) {
    return Map.of("XDG_STATE_HOME", folder.resolve(name + "-home").toString());
  }
}
