package io.processdistro.node.link;

import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.KeyedCertificate;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * What a node shows its controller, and whom it believes to be that controller. Immutable; a
 * renewed certificate makes another one, for the connections that are opened from then on.
 */
public final class Entrance {
  private final Optional<String> token;
  private final Optional<Tls> tls;

  /** One factory, because connections of one factory only are used again. */
  private record Tls(
      Authorities authorities, Optional<KeyedCertificate> own, SSLSocketFactory sockets) {}

  private Entrance(Optional<String> token, Optional<Tls> tls) {
    this.token = token;
    this.tls = tls;
  }

  /** Plain HTTP, for controllers that were started with {@code --insecure}. */
  public static Entrance plain(String token) {
    return new Entrance(Optional.of(token), Optional.empty());
  }

  /** TLS, and a token on each request. */
  public static Entrance withToken(Authorities authorities, String token) {
    return new Entrance(Optional.of(token), Optional.of(tls(authorities, Optional.empty())));
  }

  /** TLS, and the node's own certificate. */
  public static Entrance withCertificate(Authorities authorities, KeyedCertificate own) {
    return new Entrance(Optional.empty(), Optional.of(tls(authorities, Optional.of(own))));
  }

  private static Tls tls(Authorities authorities, Optional<KeyedCertificate> own) {
    return new Tls(authorities, own, ClientTls.sockets(authorities, own));
  }

  /** The value of the Authorization header, if there is to be one. */
  public Optional<String> authorization() {
    return token.map(text -> "Bearer " + text);
  }

  /** Empty for plain HTTP. */
  public Optional<SSLSocketFactory> sockets() {
    return tls.map(Tls::sockets);
  }

  /** The same for the WebSocket; empty for plain HTTP. */
  Optional<ClientSSLOptions> webSocketTls() {
    return tls.map(Entrance::options);
  }

  private static ClientSSLOptions options(Tls tls) {
    var options =
        new ClientSSLOptions()
            .setTrustOptions(TrustOptions.wrap(tls.authorities().trustManagers()))
            .setHostnameVerificationAlgorithm("HTTPS");
    tls.own().ifPresent(own -> options.setKeyCertOptions(KeyCertOptions.wrap(own.keyManager())));
    return options;
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "Entrance[" + (tls.isPresent() ? "TLS" : "plain HTTP") + "]";
  }
}
