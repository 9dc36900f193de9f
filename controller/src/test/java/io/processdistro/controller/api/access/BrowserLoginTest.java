package io.processdistro.controller.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import io.processdistro.controller.server.DashboardPort;
import io.processdistro.controller.server.StartException;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a browser gets in, and what does not get in. */
class BrowserLoginTest {
  @TempDir Path directory;

  private ControllerConfig config() {
    return RunningController.configIn(directory).withDashboard(DashboardPort.at(0));
  }

  private static RunningController.Answer login(RunningController controller, String code) {
    var request =
        controller
            .bare("/v1/ui/sessions")
            .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))
            .build();
    return new RunningController.Answer(controller.send(request));
  }

  private static RunningController.Answer as(
      RunningController controller, String token, String method, String path) {
    var request =
        controller
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody())
            .build();
    return new RunningController.Answer(controller.send(request));
  }

  @Test
  void aCodeIsGoodForOneSessionOfWhoeverAskedForIt() {
    try (var controller = RunningController.start(config())) {
      var token = controller.newToken("viewer", "vera");
      var link = as(controller, token, "POST", "/v1/ui/links");
      assertThat(link.status()).isEqualTo(201);
      assertThat(link.json().path("dashboard_port").asInt())
          .isEqualTo(controller.server().dashboardPort().orElseThrow());
      var code = link.json().path("code").asText();
      var session = login(controller, code);
      assertThat(session.status()).isEqualTo(201);
      assertThat(session.json().path("role").asText()).isEqualTo("viewer");
      assertThat(session.json().path("name").asText()).isEqualTo("vera");
      var bearer = session.json().path("token").asText();
      assertThat(as(controller, bearer, "GET", "/v1/overview").status()).isEqualTo(200);
      assertThat(as(controller, bearer, "POST", "/v1/jobs").status()).isEqualTo(403);
      assertThat(as(controller, bearer, "POST", "/v1/ui/links").status()).isEqualTo(403);
      assertThat(login(controller, code).status()).isEqualTo(401);
      var id = controller.get("/v1/tokens").json().at("/tokens/0/id").asText();
      controller.delete("/v1/tokens/" + id);
      assertThat(as(controller, bearer, "GET", "/v1/overview").status()).isEqualTo(401);
    }
  }

  @Test
  void wrongCodesAreBoundedAndWrittenDown() {
    try (var controller = RunningController.start(config())) {
      assertThat(login(controller, "").status()).isEqualTo(401);
      assertThat(login(controller, "x".repeat(300)).status()).isEqualTo(400);
      for (int wrong = 0; wrong < 4; wrong++) login(controller, "guess-" + wrong);
      assertThat(login(controller, "guess").status()).isEqualTo(429);
      var right = controller.post("/v1/ui/links", "").json().path("code").asText();
      assertThat(login(controller, right).status()).isEqualTo(201);
    }
    assertThat(directory.resolve("state/controller/audit"))
        .isDirectoryRecursivelyContaining(
            file -> file.toFile().isFile() && contains(file, "a wrong code"));
  }

  private static boolean contains(Path file, String text) {
    return Assertions.contentOf(file.toFile(), StandardCharsets.UTF_8).contains(text);
  }

  @Test
  void thePlainListenerAnswersItsOwnPageAlone() throws IOException {
    try (var controller = RunningController.start(config())) {
      int port = controller.server().dashboardPort().orElseThrow();
      var own = "Host: 127.0.0.1:" + port + "\r\n";
      assertThat(status(port, "/healthz", own)).isEqualTo(200);
      assertThat(status(port, "/v1/overview", own)).isEqualTo(401);
      var bearer = "Authorization: Bearer " + controller.token() + "\r\n";
      assertThat(status(port, "/v1/overview", own + bearer)).isEqualTo(200);
      assertThat(status(port, "/healthz", "Host: evil.example\r\n")).isEqualTo(421);
      var foreign = "Origin: http://evil.example\r\n";
      assertThat(status(port, "/v1/overview", own + bearer + foreign)).isEqualTo(403);
      var elsewhere = "Sec-Fetch-Site: cross-site\r\n";
      assertThat(status(port, "/v1/overview", own + bearer + elsewhere)).isEqualTo(403);
      assertThat(status(port, "/", own + elsewhere)).isEqualTo(403);
      var opened = elsewhere + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
      assertThat(status(port, "/", own + opened)).isIn(200, 404);
      for (var trick : new String[] {"/assets/..", "/assets/%2e%2e", "/assets/.hidden", "/a/"}) {
        assertThat(status(port, trick, own)).as(trick).isIn(400, 401, 404);
      }
    }
  }

  private static int status(int port, String path, String headers) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      var request = "GET " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void aTakenPortStopsOnlyThoseWhoAskedForIt() throws IOException, StartException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var wanted = config().withDashboard(DashboardPort.at(taken.getLocalPort()));
      Assertions.assertThatThrownBy(() -> ControllerServer.start(wanted))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("--dashboard-port");
      var usual =
          config().withDashboard(new DashboardPort(OptionalInt.of(taken.getLocalPort()), false));
      try (var server = ControllerServer.start(usual)) {
        assertThat(server.dashboardPort()).isEmpty();
      }
    }
  }
}
