package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.TokenFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a user hands a token over. */
class GivenTokenTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final Map<String, String> NO_ENVIRONMENT = Map.of();

  @TempDir Path directory;

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void standardInputFileAndEnvironmentAreTaken() throws StateException {
    var file = directory.resolve("token");
    PrivateFiles.write(file, TOKEN.getBytes(StandardCharsets.UTF_8));
    assertThat(GivenToken.of(file, NO_ENVIRONMENT, input("")))
        .map(TokenFile::token)
        .hasValue(TOKEN);
    assertThat(GivenToken.of(Path.of("-"), NO_ENVIRONMENT, input(TOKEN + "\n")))
        .map(TokenFile::token)
        .hasValue(TOKEN);
    assertThat(GivenToken.of(null, Map.of(GivenToken.VARIABLE, TOKEN), input("")))
        .map(TokenFile::token)
        .hasValue(TOKEN);
    assertThat(GivenToken.of(null, Map.of(GivenToken.VARIABLE, " "), input(TOKEN))).isEmpty();
    assertThat(GivenToken.of(null, NO_ENVIRONMENT, input(TOKEN))).isEmpty();
  }

  @Test
  void aFileIsTakenBeforeTheEnvironment() throws StateException {
    var environment = Map.of(GivenToken.VARIABLE, "f".repeat(32));
    assertThat(GivenToken.of(Path.of("-"), environment, input(TOKEN)))
        .map(TokenFile::token)
        .hasValue(TOKEN);
  }

  @Test
  void nonsenseIsRefusedAndNotQuoted() {
    var environment = Map.of(GivenToken.VARIABLE, "not a token");
    assertThatThrownBy(() -> GivenToken.of(null, environment, input("")))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(GivenToken.VARIABLE)
        .hasMessageNotContaining("not a token");
    assertThatThrownBy(() -> GivenToken.of(Path.of("-"), NO_ENVIRONMENT, input("")))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("standard input");
  }
}
