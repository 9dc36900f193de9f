package io.processdistro.controller.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleRoutesTest {
  @Test
  void onlySoManyModulesArriveAtOnceAndThoseThatBreakOffMakeRoom(@TempDir Path folder)
      throws IOException {
    try (var controller = RunningController.start(folder)) {
      var uploads = new ArrayList<Socket>();
      for (int i = 0; i < ApiLimits.MODULES_ARRIVING_MAX; i++) uploads.add(halfAModule(controller));

      await().untilAsserted(() -> assertThat(statusOfAModule(controller)).isEqualTo(503));
      assertThat(controller.send(controller.request("/v1/modules").GET().build()).statusCode())
          .isEqualTo(200);
      closeAll(uploads);
      await().untilAsserted(() -> assertThat(statusOfAModule(controller)).isEqualTo(422));
    }
  }

  private static int statusOfAModule(RunningController controller) {
    var request =
        controller.request("/v1/modules").PUT(BodyPublishers.ofString("no module")).build();
    return controller.send(request).statusCode();
  }

  private static Socket halfAModule(RunningController controller) throws IOException {
    var socket = controller.openSocket();
    var head =
        "PUT /v1/modules HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nContent-Length: 1000000\r\n\r\nhalf"
            .formatted(controller.port(), controller.token());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (var socket : sockets) socket.close();
  }
}
