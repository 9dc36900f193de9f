package io.processdistro.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerFinderTest {
  private static final String TOKEN = Tokens.create(new SecureRandom());
  private static final String OTHER_TOKEN = Tokens.create(new SecureRandom());

  @TempDir Path directory;
  private StateHome home;
  private Path stateOfController;
  private Path stateOfCommand;
  private ControllerFinder finder;

  @BeforeEach
  void prepare() {
    home = new StateHome(directory.resolve("user"), Optional.empty());
    stateOfController = directory.resolve("controller-state");
    stateOfCommand = directory.resolve("command-state");
    finder = new ControllerFinder(home, address -> address.port() < 40_000);
  }

  @Test
  void aPublishedControllerIsFoundByItsPortFromAnyStateDirectory() throws Exception {
    publish(30_001, TOKEN);
    for (var host : new String[] {"127.0.0.1", "localhost", "127.0.0.77"}) {
      var target = find(host + ":30001").orElseThrow();
      assertThat(target.token()).contains(TOKEN);
      assertThat(target.address().port()).isEqualTo(30_001);
    }
  }

  @Test
  void aTokenOfThisMachineIsNeverSentToAnotherHost() throws Exception {
    publish(30_001, TOKEN);
    var target = find("192.0.2.200:30001").orElseThrow();
    assertThat(target.token()).isEmpty();
    assertThat(target.address()).isEqualTo(new ControllerAddress("192.0.2.200", 30_001));
  }

  @Test
  void anotherPortOfThisMachineGetsNoToken() throws Exception {
    publish(30_001, TOKEN);
    assertThat(find("127.0.0.1:30002").orElseThrow().token()).isEmpty();
  }

  @Test
  void aLocalNameIsPinnedToTheAddressThatWasChecked() throws Exception {
    publish(30_001, TOKEN);
    var host = find("localhost:30001").orElseThrow().address().host();
    assertThat(InetAddress.getByName(host).getHostAddress()).isEqualTo(host);
  }

  @Test
  void aGivenTokenFileWinsOverEveryOtherToken() throws Exception {
    publish(30_001, TOKEN);
    var file = directory.resolve("token");
    PrivateFiles.write(file, (OTHER_TOKEN + "\n").getBytes(StandardCharsets.UTF_8));
    for (var controller : new String[] {"127.0.0.1:30001", "192.0.2.200:30001"}) {
      var target =
          finder
              .find(
                  Optional.of(ControllerAddress.parse(controller)),
                  Optional.of(TokenFile.read(file)),
                  stateOfCommand)
              .orElseThrow();
      assertThat(target.token()).contains(OTHER_TOKEN);
    }
    assertThat(
            finder
                .find(Optional.empty(), Optional.of(TokenFile.read(file)), stateOfController)
                .orElseThrow()
                .token())
        .contains(OTHER_TOKEN);
  }

  @Test
  void anAccessFileServesAsTokenFile() throws Exception {
    publish(30_001, TOKEN);
    assertThat(Tokens.readFile(ControllerAccess.fileIn(stateOfController))).isEqualTo(TOKEN);
  }

  @Test
  void withoutAnAddressTheSameStateDirectoryComesFirst() throws Exception {
    publish(30_001, TOKEN);
    new ControllerAccess("127.0.0.1", 30_002, OTHER_TOKEN, "").publish(home, stateOfCommand);
    var target = finder.find(Optional.empty(), Optional.empty(), stateOfCommand).orElseThrow();
    assertThat(target.address().port()).isEqualTo(30_002);
  }

  @Test
  void withoutAnAddressTheOnlyRunningControllerIsTaken() throws Exception {
    assertThat(finder.find(Optional.empty(), Optional.empty(), stateOfCommand)).isEmpty();
    publish(30_001, TOKEN);
    publish(40_001, OTHER_TOKEN); // nobody answers there
    var target = finder.find(Optional.empty(), Optional.empty(), stateOfCommand).orElseThrow();
    assertThat(target.address().port()).isEqualTo(30_001);
    assertThat(target.token()).contains(TOKEN);
  }

  @Test
  void amongSeveralRunningControllersTheUserHasToChoose() throws Exception {
    publish(30_001, TOKEN);
    publish(30_002, OTHER_TOKEN);
    assertThatThrownBy(() -> finder.find(Optional.empty(), Optional.empty(), stateOfCommand))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("127.0.0.1:30001, 127.0.0.1:30002")
        .hasMessageContaining("--controller");
  }

  @Test
  void whetherSomebodyAnswersIsTriedWithARealSocket() throws Exception {
    var real = new ControllerFinder(home);
    int port;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      publish(port, TOKEN);
      assertThat(real.find(Optional.empty(), Optional.empty(), stateOfCommand)).isPresent();
    }
    assertThat(real.find(Optional.empty(), Optional.empty(), stateOfCommand)).isEmpty();
  }

  @Test
  void withdrawnFilesAreGoneButNotThoseOfASuccessorOnThePort() throws Exception {
    var first = publish(30_001, TOKEN);
    new ControllerAccess("127.0.0.1", 30_001, OTHER_TOKEN, "").publish(home, stateOfCommand);
    first.withdraw(home, stateOfController);

    assertThat(ControllerAccess.fileIn(stateOfController)).doesNotExist();
    assertThat(find("127.0.0.1:30001").orElseThrow().token()).contains(OTHER_TOKEN);
  }

  @Test
  void aWorldReadableAccessFileIsRefused() throws Exception {
    publish(30_001, TOKEN);
    Files.setPosixFilePermissions(
        ControllerAccess.fileByPort(home, 30_001), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> find("127.0.0.1:30001"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void damagedAccessFilesAreNamedAndTheirSecretIsNotQuoted() throws Exception {
    publish(30_001, TOKEN);
    var file = ControllerAccess.fileByPort(home, 30_001);
    var whole = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (var damaged :
        new String[] {
          "",
          "null",
          "[]",
          whole.substring(0, whole.length() - 4),
          whole.replace("30001", "70000"),
          whole.replace(TOKEN, TOKEN + "\\n"),
          whole.replace("address", "adress")
        }) {
      PrivateFiles.write(file, damaged.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> find("127.0.0.1:30001"))
          .as(damaged)
          .isInstanceOf(StateException.class)
          .hasMessageContaining(file.toString())
          .message()
          .doesNotContain(TOKEN);
    }
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThatThrownBy(() -> find("no-such-host.invalid:30001"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void tokensAreNeverPartOfAnyText() throws Exception {
    var access = publish(30_001, TOKEN);
    assertThat(access.toString()).doesNotContain(TOKEN);
    assertThat(find("127.0.0.1:30001").orElseThrow().toString()).doesNotContain(TOKEN);
    var file = directory.resolve("token");
    PrivateFiles.write(file, (TOKEN + "\nsecond line").getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Tokens.readFile(file)).message().doesNotContain(TOKEN);
  }

  private Optional<ControllerTarget> find(String controller) throws StateException {
    return finder.find(
        Optional.of(ControllerAddress.parse(controller)), Optional.empty(), stateOfCommand);
  }

  private ControllerAccess publish(int port, String token) throws StateException {
    var access = new ControllerAccess("127.0.0.1", port, token, "");
    access.publish(home, stateOfController);
    return access;
  }
}
