package io.processdistro.controller.security.certificates;

import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.KeyedCertificate;
import io.processdistro.common.values.NodeId;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The root of a cluster's trust: a key that never leaves the state directory, and what it issues.
 *
 * <p>One that has replaced another carries two more certificates: its own key signed by the former
 * authority, and that authority's. As long as the first is valid ({@link #OVERLAP}), those who
 * believe only one of the two believe everything that this one issues. The former's key is gone.
 *
 * <p>Immutable; may be used by several threads.
 */
final class CertificateAuthority {
  static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  static final Duration SERVER_LIFE = Duration.ofDays(60);
  static final Duration NODE_LIFE = Duration.ofHours(24);

  /** A node that was away for longer than its certificate lives has to join again anyway. */
  static final Duration OVERLAP = NODE_LIFE;

  private static final String SERVER_SUBJECT = "CN=ProcessDistro controller";
  private static final String NODE_SUBJECT = "CN=";
  private static final String AUTHORITY_SUBJECT = "CN=ProcessDistro authority ";
  private static final int DISTINCTIONS = 1 << 30;
  private static final int BRIDGE = 1;
  private static final int FORMER = 2;

  private final CertificateWriter writer;
  private final KeyedCertificate own;

  private CertificateAuthority(CertificateWriter writer, KeyedCertificate own) {
    this.writer = writer;
    this.own = own;
  }

  /**
   * @param own as {@link #keyedCertificate} of an earlier run gave it
   */
  static CertificateAuthority of(KeyedCertificate own, SecureRandom random) {
    return new CertificateAuthority(new CertificateWriter(random), own);
  }

  /** A new one, with a name that no other has, because clients find an issuer by its name. */
  static CertificateAuthority create(SecureRandom random, Instant now) {
    var writer = new CertificateWriter(random);
    var keys = writer.newKeys();
    var subject = AUTHORITY_SUBJECT + random.nextInt(DISTINCTIONS);
    var terms = new CertificateWriter.Terms(subject, subject, now, AUTHORITY_LIFE);
    var certificate = writer.authority(terms, keys.getPublic(), keys);
    return new CertificateAuthority(
        writer, new KeyedCertificate(keys.getPrivate(), List.of(certificate)));
  }

  /** A new one that those who believe this one believe too, for the time of {@link #OVERLAP}. */
  CertificateAuthority successor(SecureRandom random, Instant now) {
    var next = create(random, now);
    var bridge =
        writer.authority(
            new CertificateWriter.Terms(next.subject(), subject(), now, OVERLAP),
            next.certificate().getPublicKey(),
            keys());
    return new CertificateAuthority(
        next.writer,
        new KeyedCertificate(next.own.key(), List.of(next.certificate(), bridge, certificate())));
  }

  KeyedCertificate keyedCertificate() {
    return own;
  }

  X509Certificate certificate() {
    return own.certificate();
  }

  /** Those whose certificates are believed now. */
  Authorities trusted(Instant now) {
    return new Authorities(
        isReplacing(now)
            ? List.of(certificate(), own.chain().get(FORMER))
            : List.of(certificate()));
  }

  /** Whether the former authority is still believed. */
  boolean isReplacing(Instant now) {
    return own.chain().size() > FORMER && now.isBefore(replacedAt());
  }

  /** Until when the former authority is believed; meaningful while {@link #isReplacing}. */
  Instant replacedAt() {
    return own.chain().get(BRIDGE).getNotAfter().toInstant();
  }

  /** A new key and certificate for the controller's port, with all that clients may need. */
  KeyedCertificate issueServer(Collection<ServerName> names, Instant now) {
    var keys = writer.newKeys();
    var terms = new CertificateWriter.Terms(SERVER_SUBJECT, subject(), now, SERVER_LIFE);
    var chain = new ArrayList<X509Certificate>();
    chain.add(writer.server(terms, keys.getPublic(), keys(), names));
    if (isReplacing(now)) {
      chain.add(own.chain().get(BRIDGE));
      chain.add(own.chain().get(FORMER));
    }
    chain.add(certificate());
    return new KeyedCertificate(keys.getPrivate(), chain);
  }

  /** For a node that has shown that it holds the key. */
  X509Certificate issueNode(NodeId node, PublicKey key, Instant now) {
    var terms = new CertificateWriter.Terms(NODE_SUBJECT + node, subject(), now, NODE_LIFE);
    return writer.node(terms, key, keys());
  }

  private KeyPair keys() {
    return new KeyPair(certificate().getPublicKey(), own.key());
  }

  private String subject() {
    return certificate().getSubjectX500Principal().getName();
  }
}
