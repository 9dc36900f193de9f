package io.processdistro.controller.security.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authority on disk, what it issues, and when the port's certificate becomes another one. */
class ServerCertificatesTest {
  private static final ServerName HOST = new ServerName.Host("localhost");
  private static final ServerName ADDRESS = new ServerName.Address("192.0.2.7");

  @TempDir Path directory;
  private final SecureRandom random = new SecureRandom();
  private Instant now = Instant.now();
  private List<ServerName> names = List.of(HOST);

  private ServerCertificates open() throws StateException {
    return ServerCertificates.open(directory, () -> now, random, () -> names);
  }

  private Path authorityFile() {
    return directory.resolve("authority.pem");
  }

  @Test
  void theAuthorityIsKeptAndItsFileIsPrivate() throws Exception {
    var first = open().authorities();
    assertThat(open().authorities()).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(authorityFile())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(directory.resolve("ca.pem")))
        .isEqualTo(first.pem())
        .doesNotContain("PRIVATE");
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws Exception {
    open();
    Files.setPosixFilePermissions(authorityFile(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::open)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("chmod 600 " + authorityFile());
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    open();
    var other = CertificateAuthority.create(random, now).keyedCertificate();
    var own = Pem.certificates(Files.readString(authorityFile()));
    Files.writeString(authorityFile(), Pem.ofKey(other.key()) + Pem.ofCertificates(own));
    assertThatThrownBy(this::open)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("does not belong to the certificate");
  }

  @Test
  void aTornFileIsRefusedWithoutQuotingIt() throws Exception {
    open();
    var text = Files.readString(authorityFile());
    Files.writeString(authorityFile(), text.substring(0, text.length() - 40));
    assertThatThrownBy(this::open)
        .isInstanceOf(StateException.class)
        .hasMessageContaining(authorityFile() + " is damaged")
        .message()
        .doesNotContain("BEGIN");
  }

  @Test
  void anAuthorityOutOfItsTimeIsRefusedWithTheClocksWord() throws Exception {
    open();
    var made = now;
    now = made.minus(Duration.ofHours(48));
    assertThatThrownBy(this::open)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("the clock of this machine says " + now)
        .hasMessageContaining(authorityFile() + " is good from ")
        .hasMessageEndingWith("set the clock right");
    now = made.plus(CertificateAuthority.AUTHORITY_LIFE);
    assertThatThrownBy(this::open)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("set the clock right, or delete it");
    now = made.plus(Duration.ofHours(48));
    open();
  }

  @Test
  void thePortsCertificateIsBelievedForItsNamesAndAsAServerOnly() throws Exception {
    names = List.of(HOST, ADDRESS);
    var certificates = open();
    var shown = certificates.portIdentity().own();
    var trust = trust(certificates.authorities());
    trust.checkServerTrusted(chain(shown.chain()), "ECDHE_ECDSA");
    assertThat(shown.certificate().getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "192.0.2.7"));
    assertThatThrownBy(() -> trust.checkClientTrusted(chain(shown.chain()), "EC"))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void itIsMadeAnewAtTwoThirdsOfItsLife() throws Exception {
    var certificates = open();
    var first = certificates.portIdentity().own();
    now = now.plus(Duration.ofDays(39));
    assertThat(certificates.refresh()).isFalse();
    now = now.plus(Duration.ofDays(2));
    assertThat(certificates.refresh()).isTrue();
    assertThat(certificates.portIdentity().own().certificate()).isNotEqualTo(first.certificate());
  }

  @Test
  void itIsMadeAnewWhenTheMachineGetsAnotherAddress() throws Exception {
    var certificates = open();
    names = List.of(HOST, ADDRESS);
    assertThat(certificates.refresh()).isTrue();
    assertThat(certificates.portIdentity().own().certificate().getSubjectAlternativeNames())
        .hasSize(2);
    assertThat(certificates.refresh()).isFalse();
  }

  @Test
  void duringAChangeOfAuthorityThoseWhoKnowEitherBelieve() throws Exception {
    var certificates = open();
    var before = certificates.authorities();
    certificates.rotate();
    var after = certificates.authorities();
    assertThat(after.certificates()).hasSize(2).contains(before.certificates().getFirst());
    var present = new Authorities(List.of(after.certificates().getFirst()));
    var shown = chain(certificates.portIdentity().own().chain());
    trust(before).checkServerTrusted(shown, "ECDHE_ECDSA");
    trust(present).checkServerTrusted(shown, "ECDHE_ECDSA");
    assertThat(open().authorities()).isEqualTo(after);
  }

  @Test
  void aDayAfterTheChangeTheFormerAuthorityIsForgotten() throws Exception {
    var certificates = open();
    var before = certificates.authorities();
    certificates.rotate();
    now = now.plus(Duration.ofHours(25));
    assertThat(certificates.refresh()).isTrue();
    assertThat(certificates.authorities().certificates())
        .hasSize(1)
        .doesNotContain(before.certificates().getFirst());
    var shown = chain(certificates.portIdentity().own().chain());
    assertThatThrownBy(() -> trust(before).checkServerTrusted(shown, "ECDHE_ECDSA"))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void aSecondChangeWaitsForTheEndOfTheFirst() throws Exception {
    var certificates = open();
    certificates.rotate();
    var after = certificates.authorities();
    assertThatThrownBy(certificates::rotate).hasMessageContaining("is believed until");
    assertThat(certificates.authorities()).isEqualTo(after);
    now = now.plus(Duration.ofHours(25));
    certificates.rotate();
    assertThat(certificates.authorities()).isNotEqualTo(after);
  }

  private static X509Certificate[] chain(List<X509Certificate> certificates) {
    return certificates.toArray(X509Certificate[]::new);
  }

  private static X509TrustManager trust(Authorities authorities) {
    return (X509TrustManager) authorities.trustManagers().getTrustManagers()[0];
  }
}
