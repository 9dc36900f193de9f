package io.processdistro.controller.security.certificates;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.KeyedCertificate;
import io.processdistro.common.values.NodeId;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * The certificates of a running controller: its authority, kept in the state directory, and what it
 * shows on its port, made anew whenever it must name other addresses or comes near its end.
 *
 * <p>Thread-safe. Methods that may issue or write block for some milliseconds; call them off event
 * loops.
 */
public final class ServerCertificates {
  private static final String AUTHORITY_FILE = "authority.pem";
  private static final String PUBLIC_FILE = "ca.pem";

  private final Path publicFile;
  private final AuthorityFile file;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Supplier<List<ServerName>> names;
  private Issued issued;

  /** What belongs together at one time. */
  private record Issued(
      CertificateAuthority authority,
      List<ServerName> names,
      boolean replacing,
      KeyedCertificate server) {}

  /**
   * What a port is opened with.
   *
   * @param own the controller's certificate
   * @param clients those whose clients' certificates are believed
   */
  public record PortIdentity(KeyedCertificate own, Authorities clients) {}

  private ServerCertificates(
      Path directory, InstantSource clock, SecureRandom random, Supplier<List<ServerName>> names) {
    this.publicFile = directory.resolve(PUBLIC_FILE);
    this.file = authorityFile(directory);
    this.clock = clock;
    this.random = random;
    this.names = names;
  }

  static AuthorityFile authorityFile(Path directory) {
    return new AuthorityFile(directory.resolve(AUTHORITY_FILE));
  }

  /**
   * Reads the authority kept in {@code directory}, or makes one at the first start.
   *
   * @param bind what the controller listens on
   * @throws StateException if the authority's file cannot be used or written
   */
  public static ServerCertificates open(
      Path directory, InetAddress bind, InstantSource clock, SecureRandom random)
      throws StateException {
    return open(directory, clock, random, () -> ServerName.ofThisMachine(bind));
  }

  static ServerCertificates open(
      Path directory, InstantSource clock, SecureRandom random, Supplier<List<ServerName>> names)
      throws StateException {
    var certificates = new ServerCertificates(directory, clock, random, names);
    certificates.open();
    return certificates;
  }

  private synchronized void open() throws StateException {
    if (file.exists()) {
      var kept = file.read();
      requireRightClock(kept.certificate());
      use(CertificateAuthority.of(kept, random));
    } else {
      var created = CertificateAuthority.create(random, clock.instant());
      file.write(created.keyedCertificate());
      use(created);
    }
    publish();
  }

  /** Nobody would believe what an authority issues before or after its time. */
  private void requireRightClock(X509Certificate authority) throws StateException {
    var now = clock.instant();
    var start = authority.getNotBefore().toInstant();
    var end = authority.getNotAfter().toInstant();
    if (!now.isBefore(start) && now.isBefore(end)) return;
    throw new StateException(
        "the clock of this machine says "
            + now
            + ", but the authority in "
            + file.path()
            + " is good from "
            + start
            + " to "
            + end
            + ": set the clock right"
            + (now.isBefore(end) ? "" : ", or " + AuthorityFile.BEGIN_ANEW));
  }

  private void use(CertificateAuthority authority) {
    var now = clock.instant();
    var present = names.get();
    issued =
        new Issued(
            authority, present, authority.isReplacing(now), authority.issueServer(present, now));
  }

  /** For people, who give it to their HTTP clients; holds no secret. */
  private void publish() throws StateException {
    var pem = authorities().pem();
    PrivateFiles.write(publicFile, pem.getBytes(StandardCharsets.UTF_8));
  }

  /** As the port should be opened now. */
  public synchronized PortIdentity portIdentity() {
    return new PortIdentity(issued.server(), authorities());
  }

  /** Those that clients of this controller have to believe. */
  public synchronized Authorities authorities() {
    return issued.authority().trusted(clock.instant());
  }

  /**
   * Issues a new server certificate if the present one has lived two thirds of its life, names
   * other addresses than this machine has, or belongs to a change of authority that is over.
   *
   * @return whether {@link #portIdentity} is another now
   */
  public synchronized boolean refresh() throws StateException {
    var now = clock.instant();
    var renewal =
        issued
            .server()
            .certificate()
            .getNotAfter()
            .toInstant()
            .minus(CertificateAuthority.SERVER_LIFE.dividedBy(3));
    boolean replaced = issued.replacing() && !issued.authority().isReplacing(now);
    if (now.isBefore(renewal) && !replaced && names.get().equals(issued.names())) return false;
    use(issued.authority());
    if (replaced) publish();
    return true;
  }

  /**
   * Replaces the authority by a new one, which is believed from now on; the former stays believed
   * for the life of a node's certificate. {@link #portIdentity} is another afterwards.
   *
   * @throws StateException if it cannot be written, or the former change is not over: the authority
   *     before it would be forgotten, and with it those who know no other
   */
  public synchronized void rotate() throws StateException {
    if (issued.authority().isReplacing(clock.instant())) {
      throw new StateException(
          "the former authority is believed until "
              + issued.authority().replacedAt()
              + ": a second change before that would lock out those who know only that one");
    }
    var next = issued.authority().successor(random, clock.instant());
    file.write(next.keyedCertificate());
    use(next);
    publish();
  }

  /** A certificate for a node that has shown that it holds the key, with its issuers. */
  public synchronized X509Certificate issueNode(NodeId node, PublicKey key) {
    return issued.authority().issueNode(node, key, clock.instant());
  }

  /** The present time as certificates are judged by. */
  public Instant now() {
    return clock.instant();
  }
}
