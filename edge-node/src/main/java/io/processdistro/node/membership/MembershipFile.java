package io.processdistro.node.membership;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.CertificateDesk;
import io.processdistro.common.trust.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The node's certificate and those of the authorities it believes, in one private file, so that
 * they change together. All calls block.
 */
record MembershipFile(Path path) {
  /** Empty before the node has joined; a damaged file is as good as none, for it can join again. */
  Optional<CertificateDesk.Given> read() throws StateException {
    if (!Files.exists(path)) return Optional.empty();
    var text = new String(PrivateFiles.read(path), StandardCharsets.UTF_8);
    try {
      List<X509Certificate> certificates = Pem.certificates(text);
      return Optional.of(
          new CertificateDesk.Given(
              certificates.getFirst(),
              new Authorities(certificates.subList(1, certificates.size()))));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  void write(CertificateDesk.Given given) throws StateException {
    var all =
        Stream.concat(Stream.of(given.certificate()), given.authorities().certificates().stream())
            .toList();
    PrivateFiles.write(path, Pem.ofCertificates(all).getBytes(StandardCharsets.UTF_8));
  }
}
