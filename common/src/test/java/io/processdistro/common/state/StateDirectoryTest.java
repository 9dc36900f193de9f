package io.processdistro.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  @TempDir Path directory;

  @Test
  void aLockedDirectoryIsRefusedUntilItIsGivenBack() throws Exception {
    try (var held = StateDirectory.open(directory, "controller")) {
      assertThat(held.path()).isEqualTo(directory.resolve("controller")).isDirectory();
      assertThat(StateDirectory.tryOpen(directory, "controller")).isEmpty();
      assertThatThrownBy(() -> StateDirectory.open(directory, "controller"))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("another running controller")
          .hasMessageContaining("--state-dir");
    }
    StateDirectory.open(directory, "controller").close();
  }

  @Test
  void controllerAndNodeShareAStateDirectory() throws Exception {
    try (var controller = StateDirectory.open(directory, "controller");
        var node = StateDirectory.open(directory, "edge-node")) {
      assertThat(controller.path()).isNotEqualTo(node.path());
    }
  }

  @Test
  void whatAKilledProcessBeganIsRemovedByTheNextThatHasTheLock() throws Exception {
    Path begun;
    try (var held = StateDirectory.open(directory, "controller")) {
      begun = Files.createTempFile(held.path(), ".new-", "");
      assertThat(StateDirectory.tryOpen(directory, "controller")).isEmpty();
      assertThat(begun).as("while its owner may still be writing it").exists();
    }
    StateDirectory.open(directory, "controller").close();
    assertThat(begun).doesNotExist();
  }

  @Test
  void theOptionWinsOverTheVariableWhichWinsOverTheDefault() throws Exception {
    var home = Path.of("/home/ada");
    var plain = StateHome.of(Map.of(), home);
    assertThat(plain.stateDirectory(Optional.empty()))
        .isEqualTo(Path.of("/home/ada/.local/state/processdistro"));
    var moved = StateHome.of(Map.of("XDG_STATE_HOME", "/var/ada"), home);
    assertThat(moved.controllersDirectory())
        .isEqualTo(Path.of("/var/ada/processdistro/controllers"));
    var chosen =
        StateHome.of(
            Map.of("XDG_STATE_HOME", "/var/ada", "PROCESSDISTRO_STATE_DIR", "/srv/one"), home);
    assertThat(chosen.stateDirectory(Optional.empty())).isEqualTo(Path.of("/srv/one"));
    assertThat(chosen.stateDirectory(Optional.of(Path.of("/srv/two/../three"))))
        .isEqualTo(Path.of("/srv/three"));
    assertThat(chosen.controllersDirectory())
        .isEqualTo(Path.of("/var/ada/processdistro/controllers"));
  }

  @Test
  void aRelativeXdgStateHomeIsIgnoredAsItsSpecificationSays() throws Exception {
    var home = StateHome.of(Map.of("XDG_STATE_HOME", "state"), Path.of("/home/ada"));
    assertThat(home.userDirectory()).isEqualTo(Path.of("/home/ada/.local/state/processdistro"));
  }
}
