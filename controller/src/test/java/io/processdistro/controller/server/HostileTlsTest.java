package io.processdistro.controller.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.KeyedCertificate;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.controller.testing.RunningController;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes to the port and is not TLS as it should be: refused, and told in the audit log. Each
 * kind comes from an address of loopback of its own, because an address gets few lines a minute.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTlsTest {
  private static final int MILLIS_MAX = 20_000;
  private static final String REQUEST = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  private final SecureRandom random = new SecureRandom();
  private Path folder;
  private RunningController controller;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    controller = RunningController.start(temporary);
  }

  @AfterAll
  void stop() {
    controller.close();
  }

  private Socket connect(String from) throws IOException {
    var socket =
        new Socket(
            InetAddress.getByName("127.0.0.1"), controller.port(), InetAddress.getByName(from), 0);
    socket.setSoTimeout(MILLIS_MAX);
    return socket;
  }

  /** Everything that comes back, until the other side closes. */
  private byte[] answerTo(String from, byte[] sent) throws IOException {
    try (var socket = connect(from)) {
      socket.getOutputStream().write(sent);
      return readAll(socket);
    }
  }

  private static byte[] readAll(Socket socket) throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      // As good as closed.
    }
    return all.toByteArray();
  }

  private void awaitAudit(String from, String reason) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> auditLines(from).stream().anyMatch(line -> line.contains(reason)));
  }

  private List<String> auditLines(String from) throws IOException {
    var audit = folder.resolve("state/controller/audit");
    try (var files = Files.list(audit)) {
      var lines = new ArrayList<String>();
      for (var file : files.toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.contains("HANDSHAKE_FAILED") && line.contains(from))
            .forEach(lines::add);
      }
      return lines;
    }
  }

  @Test
  void plainHttpGetsASentence() throws IOException {
    var answer = answerTo("127.0.1.1", REQUEST.getBytes(StandardCharsets.US_ASCII));
    assertThat(new String(answer, StandardCharsets.US_ASCII))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("\r\n\r\nthis port speaks TLS: use https://\n");
    awaitAudit("127.0.1.1", "plain HTTP on the port for TLS");
  }

  @Test
  void aMinuteOfPlainHttpIsFewLines() throws IOException {
    for (int i = 0; i < 30; i++) {
      try (var socket = connect("127.0.1.2")) {
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
    }
    awaitAudit("127.0.1.2", "plain HTTP");
    assertThat(auditLines("127.0.1.2")).hasSizeBetween(1, 10);
  }

  @Test
  void whatIsNeitherIsClosed() throws IOException {
    answerTo("127.0.1.3", "hello\n".repeat(10).getBytes(StandardCharsets.US_ASCII));
    awaitAudit("127.0.1.3", "neither TLS nor HTTP");
  }

  /** The JDK's client would not send it: hello of TLS 1.0 and 1.1, without newer versions. */
  @Test
  void oldVersionsAreRefusedByAnAlert() throws IOException {
    int from = 4;
    for (var version : new String[] {"0301", "0302"}) {
      var address = "127.0.1." + from++;
      var body = version + "00".repeat(32) + "00" + "0004c013c009" + "0100";
      var hello = "010000" + HexFormat.of().toHexDigits((byte) (body.length() / 2)) + body;
      var record = "16030100" + HexFormat.of().toHexDigits((byte) (hello.length() / 2)) + hello;
      var answer = answerTo(address, HexFormat.of().parseHex(record));
      assertThat(answer).as(version).startsWith(0x15);
      assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
      awaitAudit(address, "TLSv1");
    }
  }

  @Test
  void certificatesOfOthersExpiredOnesAndServersAreRefusedWithTheReason() throws Exception {
    var keys = NodeKeys.create(random);
    var node = NodeKeys.idOf(keys.getPublic());
    var here = folder.resolve("state/controller");
    var address = InetAddress.getLoopbackAddress();
    var foreign =
        ServerCertificates.open(folder.resolve("foreign"), address, InstantSource.system(), random);
    assertRefused(
        "127.0.1.10",
        new KeyedCertificate(keys.getPrivate(), List.of(foreign.issueNode(node, keys.getPublic()))),
        "unable to find valid certification path");

    var time = new AtomicReference<>(Instant.now());
    var past = ServerCertificates.open(here, address, time::get, random);
    time.set(Instant.now().minus(Duration.ofDays(3)));
    assertRefused(
        "127.0.1.11",
        new KeyedCertificate(keys.getPrivate(), List.of(past.issueNode(node, keys.getPublic()))),
        "NotAfter");

    var own = ServerCertificates.open(here, address, InstantSource.system(), random);
    assertRefused("127.0.1.12", own.portIdentity().own(), "TLS client authentication");
  }

  private void assertRefused(String from, KeyedCertificate shown, String reason)
      throws IOException {
    var tls = ClientTls.context(authorities(), Optional.of(shown)).getSocketFactory();
    try (var plain = connect(from);
        var socket = (SSLSocket) tls.createSocket(plain, "127.0.0.1", controller.port(), true)) {
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).as("no answer").isNegative();
    } catch (IOException refused) {
      // With TLS 1.3 the client hears of it when it reads or writes for the first time.
    }
    awaitAudit(from, reason);
  }

  private Authorities authorities() {
    return Authorities.parse(controller.server().access().ca());
  }

  /**
   * A client of the JDK prefers keys of 256 bits, and could do without authenticated encryption.
   */
  @Test
  void thePortChoosesTheCipherSuite() throws IOException {
    var tls = ClientTls.context(authorities(), Optional.empty()).getSocketFactory();
    try (var plain = connect("127.0.1.13");
        var socket = (SSLSocket) tls.createSocket(plain, "127.0.0.1", controller.port(), true)) {
      assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
    }
    try (var plain = connect("127.0.1.14");
        var socket = (SSLSocket) tls.createSocket(plain, "127.0.0.1", controller.port(), true)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
      assertThatThrownBy(socket::startHandshake).hasMessageContaining("handshake_failure");
    }
    awaitAudit("127.0.1.14", "no cipher suites in common");
  }

  /** Nothing is kept by the name that a client asks for. */
  @Test
  void manyServerNamesAreAnsweredWithTheOneCertificate() throws IOException {
    var tls = ClientTls.context(authorities(), Optional.empty()).getSocketFactory();
    for (int i = 0; i < 100; i++) {
      try (var plain = connect("127.0.0.1");
          var socket = (SSLSocket) tls.createSocket(plain, "127.0.0.1", controller.port(), true)) {
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("name-" + i + ".example")));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      }
    }
    assertThat(controller.get("/v1/nodes").status()).isEqualTo(200);
  }
}
