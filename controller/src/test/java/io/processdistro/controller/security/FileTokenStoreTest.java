package io.processdistro.controller.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a token is worth when, across restarts too, and that no secret is kept. */
class FileTokenStoreTest {
  private static final TokenRequest READER =
      new TokenRequest("ann", Role.VIEWER, Duration.ofHours(1), OptionalInt.empty());
  private static final TokenRequest TWO_NODES =
      new TokenRequest("rack", Role.NODE, Duration.ofHours(1), OptionalInt.of(2));

  @TempDir Path directory;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private FileTokenStore store;

  @BeforeEach
  void open() throws StateException {
    store = FileTokenStore.open(directory.resolve("tokens.json"), () -> now, new SecureRandom());
  }

  @Test
  void aTokenIsGoodUntilItExpires() throws Exception {
    var issued = store.create(READER);
    assertThat(store.check(issued.secret())).isEqualTo(new TokenVerdict.Right(issued.token()));
    now = now.plus(Duration.ofHours(1));
    assertThat(store.check(issued.secret()))
        .isInstanceOfSatisfying(
            TokenVerdict.Worthless.class, it -> assertThat(it.reason()).contains("expired"));
  }

  @Test
  void aRevokedTokenIsWorthNothingAlsoAfterARestart() throws Exception {
    var issued = store.create(READER);
    assertThat(store.revoke(issued.token().id())).isPresent();
    open();
    assertThat(store.check(issued.secret()))
        .isInstanceOfSatisfying(
            TokenVerdict.Worthless.class, it -> assertThat(it.reason()).contains("revoked"));
    assertThat(store.revoke("nobodys2")).isEmpty();
  }

  @Test
  void aTokenForJoiningAdmitsAsManyAsItSaysAlsoAcrossRestarts() throws Exception {
    var issued = store.create(TWO_NODES);
    assertThat(store.redeem(issued.secret())).isInstanceOf(TokenVerdict.Right.class);
    open();
    assertThat(store.redeem(issued.secret())).isInstanceOf(TokenVerdict.Right.class);
    assertThat(store.redeem(issued.secret()))
        .isInstanceOfSatisfying(
            TokenVerdict.Worthless.class, it -> assertThat(it.reason()).contains("as many"));
  }

  @Test
  void aTokenForJoiningOpensNothingElseAndTheOtherWayRound() throws Exception {
    var joining = store.create(TWO_NODES);
    var reading = store.create(READER);
    assertThat(store.check(joining.secret())).isInstanceOf(TokenVerdict.Worthless.class);
    assertThat(store.redeem(reading.secret())).isInstanceOf(TokenVerdict.Worthless.class);
    assertThat(store.all().getLast().usesLeft()).hasValue(2);
  }

  @Test
  void truncatedLengthenedAndForeignSecretsAreUnknown() throws Exception {
    var secret = store.create(READER).secret();
    for (var wrong : new String[] {"", secret.substring(1), secret + "A", "x".repeat(32)}) {
      assertThat(store.check(wrong)).isEqualTo(new TokenVerdict.Unknown());
      assertThat(store.redeem(wrong)).isEqualTo(new TokenVerdict.Unknown());
    }
  }

  @Test
  void theFileIsPrivateAndHoldsNoSecret() throws Exception {
    var secret = store.create(READER).secret();
    var file = directory.resolve("tokens.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).doesNotContain(secret);
    assertThat(store.all().toString())
        .doesNotContain(secret, store.all().getFirst().secretSha256());
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws Exception {
    store.create(READER);
    Files.setPosixFilePermissions(
        directory.resolve("tokens.json"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::open).isInstanceOf(StateException.class).hasMessageContaining("chmod");
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    for (var damage : new String[] {"", "{", "null", "{\"tokens\":null}", "{\"tokens\":[{}]}"}) {
      Files.writeString(directory.resolve("tokens.json"), damage);
      Files.setPosixFilePermissions(
          directory.resolve("tokens.json"), PosixFilePermissions.fromString("rw-------"));
      assertThatThrownBy(this::open)
          .as(damage)
          .isInstanceOf(StateException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void worthlessTokensAreForgottenAndTheRestIsBounded() throws Exception {
    for (int i = 0; i < FileTokenStore.TOKENS_MAX; i++) store.create(READER);
    assertThatThrownBy(() -> store.create(READER)).hasMessageContaining("revoke some");
    now = now.plus(FileTokenStore.WORTHLESS_KEPT).plus(Duration.ofHours(2));
    store.create(READER);
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void nonsenseIsNoRequest() {
    var hour = Duration.ofHours(1);
    var none = OptionalInt.empty();
    assertThatThrownBy(() -> new TokenRequest("a b", Role.VIEWER, hour, none))
        .hasMessageContaining("letters");
    assertThatThrownBy(() -> new TokenRequest("operator", Role.VIEWER, hour, none))
        .hasMessageContaining("operator");
    assertThatThrownBy(() -> new TokenRequest("a", Role.VIEWER, Duration.ZERO, none))
        .hasMessageContaining("1 s to");
    assertThatThrownBy(
            () -> new TokenRequest("a", Role.NODE, Duration.ofHours(25), OptionalInt.of(1)))
        .hasMessageContaining("24 h");
    assertThatThrownBy(() -> new TokenRequest("a", Role.NODE, hour, OptionalInt.of(0)))
        .hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> new TokenRequest("a", Role.VIEWER, hour, OptionalInt.of(1)))
        .hasMessageContaining("uses");
  }
}
