package io.processdistro.common.state;

import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.trust.PinnedToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a file given with {@code --token-file} holds: an access file ({@code controller.json}), a
 * token as {@code controller token create} prints it, or a bare token.
 *
 * @param trust what the file says of the controller that the token is for
 */
public record TokenFile(String token, ControllerTrust trust) {
  /**
   * @throws StateException if it is missing, readable by others, or holds no token
   */
  public static TokenFile read(Path file) throws StateException {
    return parse(PrivateFiles.read(file), file.toString());
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
