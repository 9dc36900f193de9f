package io.processdistro.controller.security.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeName;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingNodesTest {
  private static final NodeName NAME = new NodeName("attic");
  private static final ContentHash AUTHORITY = ContentHash.of(new byte[] {1});

  private final SecureRandom random = new SecureRandom();
  private final PublicKey key = NodeKeys.create(random).getPublic();
  private final byte[] nonce = AdmissionCode.nonce(random);
  private long nanos;
  private final PendingNodes pending =
      new PendingNodes(random, InstantSource.fixed(Instant.EPOCH), () -> nanos);

  private Optional<PendingNodes.Asked> ask(PublicKey asking, String address) {
    return pending.ask(
        new CertificateRequest(asking),
        NAME,
        address,
        AdmissionCode.commitment(nonce, asking),
        AUTHORITY);
  }

  private AdmissionAnswer poll(PendingNodes.Asked asked) {
    return pending.poll(asked.ticket(), nonce, AUTHORITY);
  }

  private PublicKey newKey() {
    return NodeKeys.create(random).getPublic();
  }

  @Test
  void aNodeIsShownWithTheCodeOfBothNoncesWhenItHasToldItsOwn() {
    var asked = ask(key, "192.0.2.1").orElseThrow();
    assertThat(pending.waiting()).isEmpty();
    assertThat(poll(asked)).isInstanceOf(AdmissionAnswer.Waiting.class);
    assertThat(pending.waiting())
        .singleElement()
        .satisfies(
            node ->
                assertThat(node.code())
                    .isEqualTo(AdmissionCode.of(nonce, asked.nonce(), key, NAME, AUTHORITY)));
  }

  @Test
  void anotherNonceThanTheCommittedOneEndsTheQuestion() {
    var asked = ask(key, "192.0.2.1").orElseThrow();
    var chosenLater = AdmissionCode.nonce(random);
    assertThat(pending.poll(asked.ticket(), chosenLater, AUTHORITY))
        .isEqualTo(new AdmissionAnswer.Broken());
    assertThat(poll(asked)).isEqualTo(new AdmissionAnswer.Unknown());
  }

  @Test
  void theNonceCannotBeChangedAfterwards() {
    var asked = ask(key, "192.0.2.1").orElseThrow();
    poll(asked);
    assertThat(pending.poll(asked.ticket(), new byte[0], AUTHORITY))
        .isEqualTo(new AdmissionAnswer.Broken());
    assertThat(pending.waiting()).isEmpty();
  }

  @Test
  void whoIsApprovedGetsItsCertificateAndWhoIsDeniedIsToldSo() {
    var first = ask(key, "192.0.2.1").orElseThrow();
    var second = ask(newKey(), "192.0.2.2").orElseThrow();
    pending.poll(first.ticket(), nonce, AUTHORITY);
    pending.poll(second.ticket(), nonce, AUTHORITY);
    var waiting = pending.waiting();
    assertThat(pending.approve(waiting.getFirst())).isTrue();
    assertThat(pending.deny(waiting.getLast())).isTrue();
    assertThat(pending.approve(waiting.getLast())).as("decided already").isFalse();
    assertThat(poll(first)).isEqualTo(new AdmissionAnswer.Approved(new CertificateRequest(key)));
    assertThat(poll(second)).isEqualTo(new AdmissionAnswer.Denied());
    assertThat(pending.waiting()).isEmpty();
  }

  @Test
  void whoIsSilentIsForgotten() {
    var never = ask(newKey(), "192.0.2.1").orElseThrow();
    var waiting = ask(key, "192.0.2.2").orElseThrow();
    poll(waiting);
    nanos += TimeUnit.SECONDS.toNanos(31);
    assertThat(poll(never)).as("never told its nonce").isEqualTo(new AdmissionAnswer.Unknown());
    nanos += TimeUnit.MINUTES.toNanos(9);
    assertThat(poll(waiting)).isInstanceOf(AdmissionAnswer.Waiting.class);
    nanos += TimeUnit.MINUTES.toNanos(11);
    assertThat(pending.waiting()).isEmpty();
    assertThat(poll(waiting)).isEqualTo(new AdmissionAnswer.Unknown());
  }

  @Test
  void aChangeOfAuthorityMakesNodesAskAnew() {
    var asked = ask(key, "192.0.2.1").orElseThrow();
    poll(asked);
    assertThat(pending.poll(asked.ticket(), nonce, ContentHash.of(new byte[] {2})))
        .isEqualTo(new AdmissionAnswer.Unknown());
  }

  @Test
  void asMuchIsKeptAsIsAllowedAndNoMore() {
    for (int i = 0; i < PendingNodes.NODES_PER_ADDRESS_MAX; i++) {
      assertThat(ask(newKey(), "192.0.2.1")).isPresent();
    }
    assertThat(ask(newKey(), "192.0.2.1")).as("from one address").isEmpty();
    int others = PendingNodes.NODES_MAX - PendingNodes.NODES_PER_ADDRESS_MAX;
    for (int i = 0; i < others; i++) assertThat(ask(newKey(), "198.51.100." + i)).isPresent();
    assertThat(ask(newKey(), "203.0.113.1")).as("in all").isEmpty();
  }

  @Test
  void whoAsksAgainTakesItsOwnPlace() {
    var first = ask(key, "192.0.2.1").orElseThrow();
    var second = ask(key, "192.0.2.1").orElseThrow();
    assertThat(poll(first)).isEqualTo(new AdmissionAnswer.Unknown());
    assertThat(poll(second)).isInstanceOf(AdmissionAnswer.Waiting.class);
    var elsewhere = ask(key, "192.0.2.9").orElseThrow();
    poll(elsewhere);
    assertThat(pending.waiting()).as("nobody is driven out from elsewhere").hasSize(2);
  }
}
