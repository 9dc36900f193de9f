package io.processdistro.controller.cli;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.TokenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The token that a user gives: by a file, standard input or the environment, never as argument. */
final class GivenToken {
  static final String VARIABLE = "PROCESSDISTRO_TOKEN";
  private static final String STANDARD_INPUT = "-";

  private GivenToken() {}

  /**
   * @param file null if none was named
   * @return empty if the user gives none
   */
  static Optional<TokenFile> of(Path file, Map<String, String> environment, InputStream input)
      throws StateException {
    if (file != null && file.toString().equals(STANDARD_INPUT)) {
      return Optional.of(TokenFile.parse(read(input), "standard input"));
    }
    if (file != null) return Optional.of(TokenFile.read(file));
    var token = environment.getOrDefault(VARIABLE, "");
    if (token.isBlank()) return Optional.empty();
    return Optional.of(TokenFile.parse(token.getBytes(StandardCharsets.UTF_8), VARIABLE));
  }

  private static byte[] read(InputStream input) throws StateException {
    try {
      return input.readNBytes(PrivateFiles.BYTES_MAX);
    } catch (IOException e) {
      throw new StateException("cannot read the token from standard input: " + e.getMessage(), e);
    }
  }
}
