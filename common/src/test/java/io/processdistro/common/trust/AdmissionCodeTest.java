package io.processdistro.common.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeName;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionCodeTest {
  private static final NodeName NAME = new NodeName("attic");
  private static final ContentHash AUTHORITY = ContentHash.of(new byte[] {1});

  private final SecureRandom random = new SecureRandom();
  private final PublicKey key = NodeKeys.create(random).getPublic();
  private final byte[] nodeNonce = AdmissionCode.nonce(random);
  private final byte[] controllerNonce = AdmissionCode.nonce(random);

  @Test
  void bothSidesMakeTheSameCodeAndEveryPartCounts() {
    var code = AdmissionCode.of(nodeNonce, controllerNonce, key, NAME, AUTHORITY);
    assertThat(AdmissionCode.of(nodeNonce.clone(), controllerNonce.clone(), key, NAME, AUTHORITY))
        .isEqualTo(code);
    var otherNonce = AdmissionCode.nonce(random);
    var otherKey = NodeKeys.create(random).getPublic();
    var others =
        Set.of(
            AdmissionCode.of(otherNonce, controllerNonce, key, NAME, AUTHORITY),
            AdmissionCode.of(nodeNonce, otherNonce, key, NAME, AUTHORITY),
            AdmissionCode.of(nodeNonce, controllerNonce, otherKey, NAME, AUTHORITY),
            AdmissionCode.of(nodeNonce, controllerNonce, key, new NodeName("cellar"), AUTHORITY),
            AdmissionCode.of(
                nodeNonce, controllerNonce, key, NAME, ContentHash.of(new byte[] {2})));
    assertThat(others).hasSize(5).doesNotContain(code);
  }

  @Test
  void theCommitmentIsOfNonceAndKey() {
    var commitment = AdmissionCode.commitment(nodeNonce, key);
    assertThat(AdmissionCode.commitment(controllerNonce, key)).isNotEqualTo(commitment);
    assertThat(AdmissionCode.commitment(nodeNonce, NodeKeys.create(random).getPublic()))
        .isNotEqualTo(commitment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"K0QF-1MX1", "k0qf1mx1", " KOQF IMXL ", "koqf-lmxi"})
  void whatPeopleTypeIsReadAsItWasMeant(String typed) {
    assertThat(AdmissionCode.parse(typed)).isEqualTo(new AdmissionCode("K0QF-1MX1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K7QF", "K7QF-2MXP-2", "K7QU-2MXP", "K7Q\u00c4-2MXP"})
  void whatIsNoCodeIsRefusedWithAnExample(String typed) {
    assertThatThrownBy(() -> AdmissionCode.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("eight letters and digits");
  }
}
