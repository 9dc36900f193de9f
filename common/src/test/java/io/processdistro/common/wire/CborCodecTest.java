package io.processdistro.common.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.values.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CborCodecTest {
  private static final ContentHash HASH = ContentHash.of(new byte[] {1, 2, 3});
  private static final LeaseKey LEASE = new LeaseKey(3, 1L << 40);
  private static final NodeMessage.Hello HELLO =
      new NodeMessage.Hello(
          1,
          0,
          NodeId.random(new Random(1)),
          new NodeName("kitchen-2"),
          7,
          4,
          1L << 30,
          new HostFacts("kitchen", "Linux", "amd64", 2, 1L << 34),
          new EngineFacts("GraalVM CE", true, 1.5, 2.5, ""),
          List.of(
              new HeldLease(
                  LEASE,
                  HeldLease.State.RUNNING,
                  Optional.of(new HeldLease.Claim(JobId.random(new Random(2)), 3, 9))),
              new HeldLease(LEASE, HeldLease.State.WAITING, Optional.empty())),
          Optional.of(new SandboxFacts(true, true, false)));

  private final CborCodec<NodeMessage> nodeCodec = new CborCodec<>(NodeMessage.class);
  private final CborCodec<ControllerMessage> controllerCodec =
      new CborCodec<>(ControllerMessage.class);
  private final CBORMapper plain = new CBORMapper();

  static List<NodeMessage> nodeMessages() {
    return List.of(
        HELLO,
        new NodeMessage.Heartbeat(
            9,
            List.of(LEASE),
            3,
            new NodeLoad(0.5, 1, 2, 3),
            List.of(HASH.toString()),
            EngineFacts.UNKNOWN),
        new NodeMessage.Pulse(10, List.of(LEASE), 3, new NodeLoad(0.5, 1, 2, 3)),
        new NodeMessage.Report(
            List.of(
                new TaskReport(
                    LEASE,
                    new Outcome.Succeeded(new Output.Inline(new byte[] {5, 6})),
                    TaskTimes.NONE),
                new TaskReport(
                    LEASE,
                    new Outcome.Succeeded(new Output.Blob(HASH, 1L << 33)),
                    new TaskTimes(1, 2, 3)),
                new TaskReport(
                    LEASE,
                    new Outcome.Failed(ErrorCode.GUEST_TRAP, "trap: unreachable", ""),
                    TaskTimes.NONE),
                new TaskReport(LEASE, new Outcome.Cancelled(), TaskTimes.NONE))),
        new NodeMessage.Revoked(List.of(LEASE)),
        new NodeMessage.Drain(),
        new NodeMessage.Intake(false, "its spool is full"),
        new NodeMessage.Goodbye("stopping"),
        new NodeMessage.Refused("unknown message type"));
  }

  static List<ControllerMessage> controllerMessages() {
    var terms =
        new TaskTerms(
            JobId.random(new Random(2)),
            "mandelbrot",
            HASH,
            Phase.MERGE,
            30_000,
            1 << 28,
            1 << 26,
            1_000_000_000_000L,
            64 << 10,
            "{\"column\":\"größe\"}",
            Optional.of("alice"));
    var grant =
        new LeaseGrant(12, 0, 0, 10, new byte[] {1}, List.of(BlobSlice.whole(HASH, 1L << 33)));
    return List.of(
        new ControllerMessage.Welcome(1, 0, 5, 1000, 5000),
        new ControllerMessage.Assign(5, List.of(terms), List.of(grant)),
        new ControllerMessage.Acknowledge(List.of(LEASE)),
        new ControllerMessage.Revoke(List.of(LEASE)),
        new ControllerMessage.Cancel(List.of(LEASE)),
        new ControllerMessage.Refusal("protocol 2 is too new", true));
  }

  @ParameterizedTest
  @MethodSource("nodeMessages")
  void nodeMessagesComeBackAsTheyWent(NodeMessage message) throws WireException {
    assertThat(nodeCodec.decode(nodeCodec.encode(message)))
        .usingRecursiveComparison()
        .isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("controllerMessages")
  void controllerMessagesComeBackAsTheyWent(ControllerMessage message) throws WireException {
    assertThat(controllerCodec.decode(controllerCodec.encode(message)))
        .usingRecursiveComparison()
        .isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("nodeMessages")
  void everyTruncationIsRefused(NodeMessage message) {
    var bytes = nodeCodec.encode(message);
    for (int length = 0; length < bytes.length; length++) {
      var cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> nodeCodec.decode(cut)).isInstanceOf(WireException.class);
    }
  }

  @Test
  void halfASurrogatePairIsNoText() throws WireException {
    var whole = new NodeMessage.Goodbye("gone \ud83d\ude00");
    assertThat(nodeCodec.decode(nodeCodec.encode(whole))).isEqualTo(whole);
    var text = new String(nodeCodec.encode(new NodeMessage.Goodbye("gone ###")), ISO_8859_1);
    var halfPair = text.replace("###", "\u00ed\u00a0\u0080").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> nodeCodec.decode(halfPair))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("not Unicode");
  }

  @Test
  void randomDamageIsRefusedOrUnderstoodButNeverThrowsAnythingElse() {
    var random = new Random(20261121);
    var originals = nodeMessages().stream().map(nodeCodec::encode).toList();
    for (int round = 0; round < 20_000; round++) {
      var bytes = originals.get(random.nextInt(originals.size())).clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(nodeCodec.decode(bytes)).isNotNull();
      } catch (WireException expected) {
        assertThat(expected.getMessage()).isNotBlank().hasSizeLessThan(310);
      }
    }
  }

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    var fields = asMap(HELLO);
    fields.put("colour", "blue");
    assertThat(nodeCodec.decode(plain.writeValueAsBytes(fields))).isEqualTo(HELLO);
  }

  @Test
  void furtherElementsOfAnArrayAreIgnored() throws Exception {
    var longer = Map.of("type", "revoked", "leases", List.of(List.of(3, 1L << 40, "later")));

    assertThat(nodeCodec.decode(plain.writeValueAsBytes(longer)))
        .isEqualTo(new NodeMessage.Revoked(List.of(LEASE)));
  }

  @Test
  void aMissingElementOfAnArrayIsRefused() throws Exception {
    for (var damaged : List.<Object>of(List.of(3), List.of(), List.of(List.of(3, 1)), "3/1", 3)) {
      var message = Map.of("type", "revoked", "leases", List.of(damaged));
      assertThatThrownBy(() -> nodeCodec.decode(plain.writeValueAsBytes(message)))
          .as("%s", damaged)
          .isInstanceOf(WireException.class);
    }
  }

  @Test
  void anUnknownTypeIsNamedAsSuch() throws Exception {
    var bytes = plain.writeValueAsBytes(Map.of("type", "teleport"));
    assertThatThrownBy(() -> nodeCodec.decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessage("unknown message type");
  }

  @Test
  void impossibleValuesAreRefused() throws Exception {
    for (var wrong :
        List.of(
            Map.entry("slots", (Object) (-1)),
            Map.entry("slots", 1_000_000_000),
            Map.entry("slots", "many"),
            Map.entry("name", "<img onerror=x>"),
            Map.entry("name", "../../etc"),
            Map.entry("node", "short"),
            Map.entry("leasesHeld", 5))) {
      var fields = asMap(HELLO);
      fields.put(wrong.getKey(), wrong.getValue());
      var bytes = plain.writeValueAsBytes(fields);
      assertThatThrownBy(() -> nodeCodec.decode(bytes))
          .as(wrong.toString())
          .isInstanceOf(WireException.class);
    }
  }

  @Test
  void aLeaseHeldByANodeOfAnEarlierMinorVersionHasNoClaim() throws Exception {
    var fields = asMap(HELLO);
    var former = Map.of("lease", List.of(3, 1L << 40), "state", "RUNNING");
    fields.put("leasesHeld", List.of(former));
    assertThat(((NodeMessage.Hello) nodeCodec.decode(plain.writeValueAsBytes(fields))).leasesHeld())
        .containsExactly(new HeldLease(LEASE, HeldLease.State.RUNNING, Optional.empty()));
  }

  @Test
  void anImpossibleClaimIsRefused() throws Exception {
    for (var claim :
        List.of(List.of("aaaaaaaaaaaaaaaa", 9, 3), List.of("job", 1, 2), List.of(), 5)) {
      var fields = asMap(HELLO);
      fields.put(
          "leasesHeld",
          List.of(Map.of("lease", List.of(3, 4), "state", "RUNNING", "claim", claim)));
      var bytes = plain.writeValueAsBytes(fields);
      assertThatThrownBy(() -> nodeCodec.decode(bytes))
          .as("%s", claim)
          .isInstanceOf(WireException.class);
    }
  }

  @Test
  void aMissingFieldIsRefused() throws Exception {
    var fields = asMap(HELLO);
    fields.remove("incarnation");
    var bytes = plain.writeValueAsBytes(fields);
    assertThatThrownBy(() -> nodeCodec.decode(bytes)).isInstanceOf(WireException.class);
  }

  @Test
  void theLimitIsExact() throws Exception {
    var small = new CborCodec<>(NodeMessage.class, 100);
    var empty = small.encode(new NodeMessage.Goodbye("")).length;
    // A text of 24 to 255 bytes has one more length byte than an empty one.
    var longest = new NodeMessage.Goodbye("x".repeat(100 - empty - 1));
    assertThat(small.decode(small.encode(longest))).isEqualTo(longest);
    var tooLong = new NodeMessage.Goodbye("x".repeat(100 - empty));
    assertThatThrownBy(() -> small.encode(tooLong)).isInstanceOf(IllegalArgumentException.class);
    var bytes = nodeCodec.encode(tooLong);
    assertThatThrownBy(() -> small.decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("over the limit of 100");
  }

  @Test
  void deepNestingIsRefusedWithoutAStackOverflow() {
    var bytes = new byte[200_000];
    java.util.Arrays.fill(bytes, (byte) 0x81); // array of one, 200,000 deep
    assertThatThrownBy(() -> nodeCodec.decode(bytes)).isInstanceOf(WireException.class);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> asMap(NodeMessage message) throws Exception {
    return new HashMap<>(plain.readValue(nodeCodec.encode(message), Map.class));
  }
}
