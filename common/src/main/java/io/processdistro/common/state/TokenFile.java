package io.processdistro.common.state;

import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.trust.PinnedToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file given with {@code --token-file} holds: an access file ({@code controller.json}), a
 * token as {@code controller token create} prints it, or a bare token.
 *
 * @param trust what the file says of the controller that the token is for
 */
public record TokenFile(String token, ControllerTrust trust) {
  /** Stands for standard input, of which one line is read; a person is asked for it. */
  private static final Path STANDARD_INPUT = Path.of("-");

  private static final int LINE_BYTES_MAX = 4_096;

  /**
   * @throws StateException if it is missing, readable by others, or holds no token
   */
  public static TokenFile read(Path file) throws StateException {
    if (file.equals(STANDARD_INPUT)) return readStandardInput();
    return parse(PrivateFiles.read(file), file.toString());
  }

  /** As {@link #read(Path)}, if one was given. */
  public static Optional<TokenFile> read(Optional<Path> file) throws StateException {
    return file.isPresent() ? Optional.of(read(file.get())) : Optional.empty();
  }

  private static TokenFile readStandardInput() throws StateException {
    var console = System.console();
    if (console != null && console.isTerminal()) {
      var typed = console.readPassword("token: ");
      if (typed == null) throw new StateException("no token was given");
      return parse(new String(typed).getBytes(StandardCharsets.UTF_8), "what was typed");
    }
    try {
      var line = new ByteArrayOutputStream();
      for (int next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
        if (line.size() == LINE_BYTES_MAX) throw new StateException("the token has no end");
        line.write(next);
      }
      return parse(line.toByteArray(), "standard input");
    } catch (IOException e) {
      throw new StateException("cannot read a token from standard input: " + e.getMessage(), e);
    }
  }

  /**
   * @param source where the content is from, for messages
   */
  public static TokenFile parse(byte[] content, String source) throws StateException {
    var text = new String(content, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      var access = ControllerAccess.fromJson(content, Path.of(source));
      return new TokenFile(access.token(), access.trust());
    }
    try {
      if (PinnedToken.looksLike(text)) {
        var pinned = PinnedToken.parse(text);
        return new TokenFile(
            Tokens.requireUsable(pinned.secret()),
            new ControllerTrust.Pinned(pinned.fingerprint()));
      }
      return new TokenFile(Tokens.requireUsable(text), new ControllerTrust.Unknown());
    } catch (IllegalArgumentException e) {
      throw new StateException(
          source + " holds no token: " + e.getMessage() + ", alone or in a controller.json", e);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "TokenFile[" + trust + "]";
  }
}
