package io.processdistro.controller.security.certificates;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.KeyedCertificate;
import io.processdistro.common.trust.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An authority's key and certificates in one private file of PEM, so that they change together or
 * not at all. All calls block.
 */
record AuthorityFile(Path path) {
  boolean exists() {
    return Files.exists(path);
  }

  /**
   * @throws StateException if it is open to others or damaged, or key and certificate do not match
   */
  KeyedCertificate read() throws StateException {
    var text = new String(PrivateFiles.read(path), StandardCharsets.UTF_8);
    KeyedCertificate found;
    try {
      found = new KeyedCertificate(Pem.key(text), Pem.certificates(text));
    } catch (IllegalArgumentException e) {
      throw new StateException(
          path + " is damaged (" + e.getMessage() + "): restore it, or " + BEGIN_ANEW, e);
    }
    if (found.matches()) return found;
    throw new StateException(
        "the private key in "
            + path
            + " does not belong to the certificate in it: restore the file, or "
            + BEGIN_ANEW);
  }

  static final String BEGIN_ANEW =
      "delete it to begin with a new authority (every node and client has to join again then)";

  void write(KeyedCertificate content) throws StateException {
    var text = Pem.ofKey(content.key()) + Pem.ofCertificates(content.chain());
    PrivateFiles.write(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
