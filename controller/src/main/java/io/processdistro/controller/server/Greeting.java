package io.processdistro.controller.server;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.trust.PinnedToken;
import io.processdistro.controller.security.Role;
import io.processdistro.controller.security.TokenRequest;
import io.processdistro.controller.security.TokenStore;
import io.processdistro.controller.security.TokenStoreException;
import io.processdistro.controller.security.certificates.ServerCertificates;
import io.processdistro.controller.security.sessions.BrowserLogin;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is told to people who start a controller: where it listens and how nodes join it. */
final class Greeting {
  /** Of the token in the line that is printed: enough for a room, not for a leak that lasts. */
  private static final int NODES_MAX = 50;

  private static final String TOKEN_NAME = "printed-at-start";

  private Greeting() {}

  static List<String> loopback(ControllerAddress here) {
    return List.of(
        "controller listens on " + here + ", for this machine alone",
        "join a node here: edge-node --controller " + here,
        "to let other machines join, start it with --bind ADDRESS (0.0.0.0 for all addresses)");
  }

  /** Without TLS: tokens are not worth more than the network. */
  static List<String> open(InetAddress bind, ControllerAddress here, String accessFile) {
    var there = DialledAddress.of(bind, here.port());
    return List.of(
        "controller listens on " + new ControllerAddress(bind.getHostAddress(), here.port()),
        "join a node here: edge-node --controller " + here,
        "join a node elsewhere: copy "
            + accessFile
            + " there, then edge-node --controller "
            + there
            + " --token-file controller.json");
  }

  /**
   * How a browser gets to the dashboard.
   *
   * @param url where its page is, without a code
   * @param portTaken whether the usual port of this machine was not to be had
   */
  static List<String> dashboard(String url, BrowserLogin.Code code, boolean portTaken) {
    var link =
        "dashboard, for one browser within "
            + BrowserLogin.CODE_LIFETIME.toMinutes()
            + " minutes (\"controller ui\" makes another link): "
            + url
            + "/#code="
            + code.text();
    return portTaken
        ? List.of(
            "port "
                + DashboardPort.USUAL_PORT
                + " of this machine is in use, so the dashboard is on the controller's own port"
                + " alone (--dashboard-port chooses another)",
            link)
        : List.of(link);
  }

  /**
   * With a line to paste on other machines. The token stands in no program's arguments: {@code
   * echo} is part of the shell. Blocks.
   */
  static List<String> secured(
      InetAddress bind,
      ControllerAddress here,
      TokenStore tokens,
      ServerCertificates certificates) {
    return List.of(
        "controller listens on " + new ControllerAddress(bind.getHostAddress(), here.port()),
        "join a node here: edge-node --controller " + here,
        joinToken(tokens, certificates)
            .map(
                token ->
                    "join a node elsewhere (up to "
                        + NODES_MAX
                        + " nodes, within "
                        + TokenRequest.JOIN_LIFETIME_MAX.toHours()
                        + " h): echo "
                        + token
                        + " | edge-node --controller "
                        + DialledAddress.of(bind, here.port())
                        + " --token-file -")
            .orElse(
                "join a node elsewhere: make a token with \"controller token create --role node"
                    + " --name NAME\""));
  }

  private static Optional<String> joinToken(TokenStore tokens, ServerCertificates certificates) {
    try {
      // Those of former starts were for lines that have scrolled away.
      for (var former : tokens.all()) {
        if (former.name().equals(TOKEN_NAME)) tokens.revoke(former.id());
      }
      var issued =
          tokens.create(
              new TokenRequest(
                  TOKEN_NAME,
                  Role.NODE,
                  TokenRequest.JOIN_LIFETIME_MAX,
                  OptionalInt.of(NODES_MAX)));
      var fingerprint = certificates.authorities().fingerprint();
      return Optional.of(new PinnedToken(fingerprint, issued.secret()).text());
    } catch (TokenStoreException e) {
      return Optional.empty();
    }
  }
}
