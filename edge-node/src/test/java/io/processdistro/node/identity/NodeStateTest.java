package io.processdistro.node.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.common.trust.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStateTest {
  @TempDir Path directory;

  @Test
  void nodesOfOneUserTakeTheFirstFreeDirectory() throws Exception {
    var home = new StateHome(directory, Optional.empty());
    try (var first = NodeState.open(home, Optional.empty())) {
      assertThat(first.path()).isEqualTo(directory.resolve("edge-node"));
      try (var second = NodeState.open(home, Optional.empty())) {
        assertThat(second.path()).isEqualTo(directory.resolve("edge-node-2"));
        assertThat(second.ordinal()).isEqualTo(2);
      }
      try (var again = NodeState.open(home, Optional.empty())) {
        assertThat(again.ordinal()).isEqualTo(2);
      }
    }
  }

  @Test
  void aDirectoryThatWasAskedForIsRefusedWhileAnotherNodeHasIt() throws Exception {
    var home = new StateHome(directory.resolve("home"), Optional.empty());
    var wanted = Optional.of(directory.resolve("mine"));
    try (var first = NodeState.open(home, wanted)) {
      assertThat(first.path()).isDirectory();
      assertThatThrownBy(() -> NodeState.open(home, wanted))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("another running edge-node")
          .hasMessageContaining("mine");
    }
  }

  @Test
  void theIdentityStaysAndTheIncarnationGrows() throws Exception {
    var first = NodeIdentity.nextIn(directory, key());
    var second = NodeIdentity.nextIn(directory, key());
    assertThat(first.incarnation()).isEqualTo(1);
    assertThat(second).isEqualTo(new NodeIdentity(first.id(), 2));
  }

  @Test
  void damagedFilesAreNamedInsteadOfGuessed() throws Exception {
    NodeIdentity.nextIn(directory, key());
    for (var damaged : new String[] {"", "-1", "x", "9223372036854775807"}) {
      PrivateFiles.write(
          directory.resolve("incarnation"), damaged.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> NodeIdentity.nextIn(directory, key()))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("incarnation is damaged");
    }
    PrivateFiles.write(directory.resolve("node.key"), new byte[] {1});
    assertThatThrownBy(this::key).hasMessageContaining("node.key is damaged");
  }

  @Test
  void aKeyFileOfTwoKeysOrOpenToOthersIsRefused() throws Exception {
    var file = directory.resolve("node.key");
    var random = new SecureRandom();
    key();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(this::key)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("chmod 600 " + file);
    var halves =
        new KeyPair(NodeKeys.create(random).getPublic(), NodeKeys.create(random).getPrivate());
    PrivateFiles.write(file, Pem.ofKeys(halves).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(this::key)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("the private key in " + file + " is not of the public one")
        .hasMessageContaining("delete it");
  }

  private PublicKey key() throws StateException {
    return NodeKeyFile.openIn(directory, new SecureRandom()).getPublic();
  }
}
