package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.trust.CertificateDesk;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.trust.JoinRefusedException;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.common.values.NodeName;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.node.membership.Applicant;
import io.processdistro.node.membership.Membership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joining without a token, between a real controller's port and the node's own code. */
class AdmissionTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final NodeName NAME = new NodeName("attic");

  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys = NodeKeys.create(random);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private ControllerHere controller;
  private ControllerClient client;

  @BeforeEach
  void start() throws Exception {
    controller = ControllerHere.startedIn(folder);
    client = controller.client();
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  private CompletableFuture<Membership> enter(
      ControllerAddress address, Predicate<AdmissionCode> confirmed) {
    var target = new ControllerTarget(address, Optional.empty(), new ControllerTrust.Unknown());
    var applicant = new Applicant(NAME, told::add, confirmed);
    var entered = new CompletableFuture<Membership>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                entered.complete(
                    Membership.enter(
                        target,
                        keys,
                        controller.nodeFolder(),
                        InstantSource.system(),
                        Optional.of(applicant)));
              } catch (Exception e) {
                entered.completeExceptionally(e);
              }
            });
    return entered;
  }

  private CompletableFuture<Membership> enter() {
    return enter(controller.address(), code -> true);
  }

  private NodeJson awaitPending() throws Exception {
    await().atMost(PATIENCE).until(() -> client.nodes().size() == 1);
    var node = client.nodes().getFirst();
    assertThat(node.state()).isEqualTo("pending");
    return node;
  }

  private void awaitAudit(String kind) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              try (var files = Files.list(folder.resolve("controller/controller/audit"))) {
                return files.toList().stream().anyMatch(file -> read(file).contains(kind));
              }
            });
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void bothShowTheSameCodeAndAnApprovalMakesTheNodeAMember() throws Exception {
    var entered = enter();
    var node = awaitPending();
    assertThat(node.id()).isEqualTo(NodeKeys.idOf(keys.getPublic()).text());
    await().atMost(PATIENCE).until(() -> !told.isEmpty());
    assertThat(told.getFirst()).endsWith("code " + node.code());
    assertThat(entered).isNotDone();

    assertThatThrownBy(() -> client.decide(NAME.text(), "approve", "0000-0000"))
        .hasMessageContaining("no node that is called so waits with this code");
    assertThatThrownBy(() -> client.node(node.id(), "approve"))
        .hasMessageContaining("is approved with the code that it shows");
    assertThat(entered).isNotDone();
    client.decide(NAME.text(), "approve", node.code().toLowerCase(Locale.ROOT));

    try (var membership = entered.get(60, TimeUnit.SECONDS)) {
      assertThat(membership.expiresAt()).isPresent();
      assertThat(client.nodes()).as("it waits no more, and is not connected").isEmpty();
    }
    for (var kind : new String[] {"NODE_PENDING", "NODE_APPROVED", "NODE_JOINED"}) awaitAudit(kind);
    enter().get(60, TimeUnit.SECONDS).close();
    assertThat(told).as("asks nobody the second time").hasSize(3);
  }

  @Test
  void aNodeThatIsDeniedIsToldSo() throws Exception {
    var entered = enter();
    var node = awaitPending();
    client.decide(node.id(), "deny", node.code());
    assertThat(entered)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(StateException.class)
        .withMessageContaining("the operator does not admit this node");
    awaitAudit("NODE_DENIED");
  }

  @Test
  void anApprovalOfAControllerThatNobodyNamedHereNeedsAWordFromHere() throws Exception {
    var asked = new CopyOnWriteArrayList<AdmissionCode>();
    var entered =
        enter(
            controller.address(),
            code -> {
              asked.add(code);
              return false;
            });
    var node = awaitPending();
    client.decide(node.id(), "approve", node.code());
    assertThat(entered)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingCause()
        .withMessageContaining("nobody here has confirmed");
    assertThat(asked).containsExactly(new AdmissionCode(node.code()));
    assertThat(controller.nodeFolder().resolve("membership.pem")).doesNotExist();
  }

  /**
   * It shows the node its own authority and the controller its own key, and passes nonces on as it
   * likes: but its commitment to the controller has to be made before it knows any of them.
   */
  @Test
  void somebodyInBetweenMakesTheCodesDiffer() throws Exception {
    try (var between = new Between(controller.address())) {
      var entered = enter(between.address(), code -> true);
      var node = awaitPending();
      await().atMost(PATIENCE).until(() -> !told.isEmpty());
      var shownByNode = told.getFirst().substring(told.getFirst().length() - "0000-0000".length());
      assertThat(node.code()).isNotEqualTo(shownByNode);
      assertThat(node.name()).isEqualTo(NAME.text());
      assertThatThrownBy(() -> client.decide(NAME.text(), "approve", shownByNode))
          .hasMessageContaining("no node that is called so waits with this code");
      assertThatThrownBy(between::openWithAnotherNonce)
          .isInstanceOf(JoinRefusedException.class)
          .hasMessageContaining("not the one that it was bound to");
      awaitAudit("NODE_REFUSED");
      assertThat(entered).isNotDone();
      entered.cancel(true);
    }
  }

  @Test
  void oneAddressAsksTenTimesAMinuteAndNoMore() throws Exception {
    var desk = new CertificateDesk(controller.address(), controller.authorities());
    var request = CertificateRequest.write(keys);
    var commitment = AdmissionCode.commitment(AdmissionCode.nonce(random), keys.getPublic());
    int answered = 0;
    try {
      for (; answered < 20; answered++) desk.askAdmission(request, NAME, commitment);
    } catch (JoinRefusedException e) {
      assertThat(e).hasMessageContaining("too many nodes of this address");
    }
    assertThat(answered).isBetween(10, 13);
    assertThat(client.nodes()).as("none has told its nonce").isEmpty();
  }

  /** Another authority between the node and the controller. */
  private final class Between implements AutoCloseable {
    private final KeyPair own = NodeKeys.create(random);
    private final byte[] nonce = AdmissionCode.nonce(random);
    private final CertificateDesk desk;
    private final HttpsServer server;
    private CertificateDesk.Asked asked;

    Between(ControllerAddress real) throws Exception {
      desk = new CertificateDesk(real, controller.authorities());
      var foreign =
          ServerCertificates.open(
              folder.resolve("foreign"),
              InetAddress.getLoopbackAddress(),
              InstantSource.system(),
              random);
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {foreign.portIdentity().own().keyManager()}, null, random);
      server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext(CertificateDesk.ADMISSION_PATH, this::relayQuestion);
      server.createContext(CertificateDesk.ADMISSION_POLL_PATH, this::relayPoll);
      server.start();
    }

    ControllerAddress address() {
      return new ControllerAddress("127.0.0.1", server.getAddress().getPort());
    }

    private void relayQuestion(HttpExchange exchange) throws IOException {
      try {
        asked =
            desk.askAdmission(
                CertificateRequest.write(own),
                NAME,
                AdmissionCode.commitment(nonce, own.getPublic()));
        var controllersNonce = HexFormat.of().formatHex(asked.nonce());
        answer(exchange, "{\"ticket\":\"t\",\"nonce\":\"" + controllersNonce + "\"}");
      } catch (JoinRefusedException e) {
        throw new IOException(e);
      }
    }

    private void relayPoll(HttpExchange exchange) throws IOException {
      try {
        desk.pollAdmission(asked, nonce);
        answer(exchange, "{\"state\":\"pending\"}");
      } catch (JoinRefusedException e) {
        throw new IOException(e);
      }
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
      var body = json.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(202, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    /** As if it had found one that makes the codes the same. */
    void openWithAnotherNonce() throws IOException, JoinRefusedException {
      var second =
          desk.askAdmission(
              CertificateRequest.write(NodeKeys.create(random)),
              NAME,
              AdmissionCode.commitment(nonce, own.getPublic()));
      desk.pollAdmission(second, AdmissionCode.nonce(random));
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
