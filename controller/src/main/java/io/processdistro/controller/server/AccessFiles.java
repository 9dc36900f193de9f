package io.processdistro.controller.server;

import io.processdistro.common.state.ControllerAccess;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.security.certificates.ServerCertificates;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access files of one running controller, written anew when its authority changes. Thread-safe;
 * writing blocks.
 */
final class AccessFiles {
  private static final Logger LOG = LoggerFactory.getLogger(AccessFiles.class);

  private final ControllerConfig config;
  private final String address;
  private final String token;
  private final Optional<ServerCertificates> certificates;
  private ControllerAccess current;

  /**
   * @param address where clients of this machine reach it
   * @param certificates empty if it speaks plain HTTP
   */
  AccessFiles(
      ControllerConfig config,
      String address,
      String token,
      Optional<ServerCertificates> certificates) {
    this.config = config;
    this.address = address;
    this.token = token;
    this.certificates = certificates;
  }

  /** Leaves the files for a controller that listens on {@code port} now. */
  synchronized void publish(int port) throws StateException {
    var ca = certificates.map(known -> known.authorities().pem()).orElse("");
    current = new ControllerAccess(address, port, token, ca);
    current.publish(config.home(), config.stateDirectory());
  }

  /** The same with the present authority; the former ones are of use for another day. */
  synchronized void publishAgain() {
    if (current == null) return;
    try {
      publish(current.port());
    } catch (StateException e) {
      LOG.error("controller=access-files-old reason=\"{}\"", e.getMessage());
    }
  }

  /** After the first {@link #publish}. */
  synchronized ControllerAccess current() {
    return current;
  }

  synchronized void withdraw() {
    try {
      current.withdraw(config.home(), config.stateDirectory());
    } catch (StateException e) {
      LOG.warn("controller=access-files-left reason=\"{}\"", e.getMessage());
    }
  }
}
