package io.processdistro.controller.client;

import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.AuthorityProbe;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.util.Optional;

/** Finds out whom to believe before anything is sent to a controller. */
final class ServerTrust {
  private ServerTrust() {}

  /**
   * Blocks for a handshake if only a fingerprint is known.
   *
   * @return empty if the controller is known to speak plain HTTP
   */
  static Optional<Authorities> authorities(ControllerTarget target) throws ClientException {
    return switch (target.trust()) {
      case ControllerTrust.Plain() -> Optional.empty();
      case ControllerTrust.Known(var authorities) -> Optional.of(authorities);
      case ControllerTrust.Pinned(var fingerprint) -> Optional.of(pinned(target, fingerprint));
      case ControllerTrust.Unknown() -> throw new UntrustedException(target.address());
    };
  }

  private static Authorities pinned(ControllerTarget target, ContentHash fingerprint)
      throws ClientException {
    var address = target.address();
    try {
      return AuthorityProbe.pinned(address.host(), address.port(), fingerprint)
          .orElseThrow(() -> new UntrustedException(address, fingerprint));
    } catch (IOException e) {
      throw new UnreachableException(address, e);
    }
  }
}
