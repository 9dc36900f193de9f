package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.TokenFile;
import io.processdistro.common.trust.CertificateDesk;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.trust.KeyedCertificate;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.common.trust.PinnedToken;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.HostFacts;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.api.view.TokenJson;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.node.blobs.HttpBlobs;
import io.processdistro.node.link.Entrance;
import io.processdistro.node.membership.Membership;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Becoming and staying a member, between a real controller's port and the node's own code. */
class JoiningTest {
  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys = NodeKeys.create(random);
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

  private TokenJson.Issued newToken(long seconds, int uses) throws Exception {
    return client.createToken(new TokenJson.Request("room-1", "node", seconds, uses));
  }

  private ControllerTarget targetWith(String tokenText, ControllerAddress address)
      throws StateException {
    var token = TokenFile.parse(tokenText.getBytes(StandardCharsets.UTF_8), "the token");
    return new ControllerTarget(address, Optional.of(token.token()), token.trust());
  }

  private Membership enter(String tokenText, KeyPair own, Instant now) throws Exception {
    var directory = controller.nodeFolder();
    Files.deleteIfExists(directory.resolve("membership.pem"));
    var target = targetWith(tokenText, controller.address());
    return Membership.enter(target, own, directory, InstantSource.fixed(now), Optional.empty());
  }

  private void assertRefused(String tokenText, String reason) {
    assertThatThrownBy(() -> enter(tokenText, NodeKeys.create(random), Instant.now()))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aTokenAdmitsAsManyNodesAsItSaysAndNoMore() throws Exception {
    var text = client.pinned(newToken(3600, 1).secret());
    try (var membership = enter(text, keys, Instant.now())) {
      assertThat(membership.expiresAt().orElseThrow())
          .isBetween(
              Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
      var file = controller.nodeFolder().resolve("membership.pem");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertRefused(text, "it has admitted as many nodes as it may");
  }

  /** The sizes lie around those of records and buffers; all go through one connection. */
  @Test
  void whatANodeFetchesOverTlsIsWhatWasStored() throws Exception {
    var target = controller.server().access().target();
    var entrance = Entrance.withToken(controller.authorities(), target.token().orElseThrow());
    var vertx = Vertx.vertx();
    try {
      var blobs =
          new HttpBlobs(
              vertx, target.address(), () -> entrance, HttpBlobs.Timeouts.DEFAULTS, random);
      for (int length : new int[] {1, 65_535, 65_536, 65_537, 1_000_003}) {
        var content = new byte[length];
        random.nextBytes(content);
        var hash = ContentHash.of(content);
        client.store(Files.write(folder.resolve("stored"), content), hash);
        var fetched = folder.resolve("fetched-" + length);
        assertThat(blobs.fetch(hash, fetched, length).await()).isEqualTo(length);
        assertThat(fetched).hasBinaryContent(content);
      }
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void aNodeThatHasJoinedNeedsNoTokenAgain() throws Exception {
    enter(client.pinned(newToken(3600, 1).secret()), keys, Instant.now()).close();
    var target =
        new ControllerTarget(controller.address(), Optional.empty(), new ControllerTrust.Unknown());
    Membership.enter(
            target, keys, controller.nodeFolder(), InstantSource.system(), Optional.empty())
        .close();
  }

  @Test
  void revokedExpiredForeignAndDamagedTokensAreRefusedWithTheReason() throws Exception {
    var revoked = newToken(3600, 1);
    client.revokeToken(revoked.token().id());
    assertRefused(client.pinned(revoked.secret()), "it was revoked");
    var expiring = newToken(1, 1);
    await()
        .until(
            () ->
                client.tokens().stream()
                    .anyMatch(
                        token ->
                            token.id().equals(expiring.token().id())
                                && token.state().equals("expired")));
    assertRefused(client.pinned(expiring.secret()), "it expired at");
    assertRefused(client.pinned("A".repeat(32)), "the token is wrong");
    var whole = client.pinned(newToken(3600, 1).secret());
    assertRefused(whole.substring(0, 70), "cut off or damaged");
  }

  @Test
  void theAuthorityIsComparedBeforeAnyByteOfTheTokenIsSent() throws Exception {
    var foreign =
        ServerCertificates.open(
            folder.resolve("foreign"),
            InetAddress.getLoopbackAddress(),
            InstantSource.system(),
            random);
    var context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {foreign.portIdentity().own().keyManager()}, null, new SecureRandom());
    var bytesSeen = new AtomicInteger();
    var handshakes = new AtomicInteger();
    try (var spoofed =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                while (!spoofed.isClosed()) {
                  try (var socket = spoofed.accept()) {
                    int read = socket.getInputStream().read();
                    handshakes.incrementAndGet();
                    if (read >= 0) bytesSeen.incrementAndGet();
                  } catch (IOException cutOff) {
                    handshakes.incrementAndGet();
                  }
                }
              });
      var address = new ControllerAddress("127.0.0.1", spoofed.getLocalPort());
      var target = targetWith(client.pinned(newToken(3600, 1).secret()), address);
      assertThatThrownBy(
              () ->
                  Membership.enter(
                      target,
                      keys,
                      controller.nodeFolder(),
                      InstantSource.system(),
                      Optional.empty()))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("is not the one of this token")
          .hasMessageContaining("the token was not sent");
      var known =
          new ControllerTarget(
              address, target.token(), new ControllerTrust.Known(controller.authorities()));
      assertThatThrownBy(
              () ->
                  Membership.enter(
                      known,
                      keys,
                      controller.nodeFolder(),
                      InstantSource.system(),
                      Optional.empty()))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("another controller");
      await().until(() -> handshakes.get() >= 2);
      assertThat(bytesSeen).hasValue(0);
    }
  }

  @Test
  void aClockThatIsTwoDaysOffIsTold() throws Exception {
    var text = client.pinned(newToken(3600, 2).secret());
    for (int hours : new int[] {-48, 48}) {
      assertThatThrownBy(() -> enter(text, keys, Instant.now().plus(Duration.ofHours(hours))))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("the clock of this machine says")
          .hasMessageContaining("set the clocks right");
    }
  }

  @Test
  void aMemberWhoseClockIsTwoDaysOffIsToldSoAndNotThatATokenIsMissing() throws Exception {
    enter(client.pinned(newToken(3600, 1).secret()), keys, Instant.now()).close();
    var address = controller.address();
    var target = new ControllerTarget(address, Optional.empty(), new ControllerTrust.Unknown());
    var file = controller.nodeFolder().resolve("membership.pem");
    for (int hours : new int[] {-48, 48}) {
      var clock = InstantSource.fixed(Instant.now().plus(Duration.ofHours(hours)));
      assertThatThrownBy(
              () ->
                  Membership.enter(target, keys, controller.nodeFolder(), clock, Optional.empty()))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("the clock of this machine says " + clock.instant())
          .hasMessageContaining(file.toString())
          .hasMessageContaining("set the clock right");
    }
  }

  @Test
  void theCertificateIsRenewedAtTwoThirdsOfItsLifeAlsoAfterAChangeOfAuthority() throws Exception {
    var now = new Instant[] {Instant.now()};
    var target = targetWith(client.pinned(newToken(3600, 1).secret()), controller.address());
    try (var membership =
        Membership.enter(target, keys, controller.nodeFolder(), () -> now[0], Optional.empty())) {
      now[0] = now[0].plus(Duration.ofHours(15));
      assertThat(membership.renewIfDue()).isFalse();
      var before = controller.authorities();
      client.rotateAuthority();
      assertThat(controller.authorities().fingerprint()).isNotEqualTo(before.fingerprint());
      now[0] = now[0].plus(Duration.ofHours(2));
      assertThat(membership.renewIfDue()).isTrue();
      assertThat(Files.readString(controller.nodeFolder().resolve("membership.pem")))
          .endsWith(controller.authorities().pem());
    }
  }

  @Test
  void aRevokedNodeIsCutOffWithinASecondAndItsCertificateIsRefused() throws Exception {
    var request = CertificateRequest.write(keys);
    var desk = new CertificateDesk(controller.address(), controller.authorities());
    var given = desk.enrol(request, controller.server().access().token());
    var own = new KeyedCertificate(keys.getPrivate(), List.of(given.certificate()));
    var node = NodeKeys.idOf(keys.getPublic());
    try (var http =
        HttpClient.newBuilder()
            .sslContext(ClientTls.context(given.authorities(), Optional.of(own)))
            .build()) {
      var end = new CompletableFuture<Void>();
      var socket = connect(http, end);
      socket.sendBinary(ByteBuffer.wrap(hello(node)), true).join();
      await().until(() -> client.nodes().stream().anyMatch(one -> node.text().equals(one.id())));
      client.node(node.text(), "revoke");
      assertThat(end).succeedsWithin(Duration.ofSeconds(1));
      assertThat(blobStatus(http)).isEqualTo(401);
      assertThatThrownBy(() -> desk.renew(request, own)).hasMessageContaining("revoked");
      client.node(node.text(), "approve");
      // Known again; no lease of it names that blob.
      assertThat(blobStatus(http)).isEqualTo(403);
      http.shutdownNow();
    }
  }

  @Test
  void aNodeMayNotSayHelloAsAnother() throws Exception {
    var desk = new CertificateDesk(controller.address(), controller.authorities());
    var given = desk.enrol(CertificateRequest.write(keys), controller.server().access().token());
    var own = new KeyedCertificate(keys.getPrivate(), List.of(given.certificate()));
    try (var http =
        HttpClient.newBuilder()
            .sslContext(ClientTls.context(given.authorities(), Optional.of(own)))
            .build()) {
      var end = new CompletableFuture<Void>();
      var socket = connect(http, end);
      socket.sendBinary(ByteBuffer.wrap(hello(NodeId.random(random))), true).join();
      assertThat(end).succeedsWithin(Duration.ofSeconds(5));
      assertThat(client.nodes()).isEmpty();
      http.shutdownNow();
    }
  }

  @Test
  void theTokenThatIsHandedOutNamesTheAuthority() throws Exception {
    var token = PinnedToken.parse(client.pinned(newToken(60, 1).secret()));
    assertThat(token.fingerprint()).isEqualTo(controller.authorities().fingerprint());
  }

  private int blobStatus(HttpClient http) throws Exception {
    var url = controller.server().access().target().baseUrl() + "/v1/blobs/" + "0".repeat(64);
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private WebSocket connect(HttpClient http, CompletableFuture<Void> end) {
    var url = "wss://" + controller.address() + "/v1/nodes/connect";
    return http.newWebSocketBuilder()
        .buildAsync(
            URI.create(url),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                end.complete(null);
                return null;
              }

              @Override
              public void onError(WebSocket socket, Throwable error) {
                end.complete(null);
              }
            })
        .join();
  }

  private static byte[] hello(NodeId id) {
    return new CborCodec<>(NodeMessage.class)
        .encode(
            new NodeMessage.Hello(
                WireLimits.PROTOCOL_MAJOR,
                WireLimits.PROTOCOL_MINOR,
                id,
                new NodeName("visitor"),
                1,
                1,
                256L << 20,
                new HostFacts("host", "Linux", "amd64", 2, 1L << 30),
                new EngineFacts("none", true, 1, 1, ""),
                List.of(),
                Optional.empty()));
  }
}
