package io.processdistro.controller.security.join;

import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeName;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The nodes without a token that ask to be admitted: at most {@value #NODES_MAX}, {@value
 * #NODES_PER_ADDRESS_MAX} of an address, each as long as it keeps asking. Nothing of this outlives
 * the process; a node that waits asks the next one. Belongs to the event loop.
 */
public final class PendingNodes {
  static final int NODES_MAX = 64;
  static final int NODES_PER_ADDRESS_MAX = 16;

  /** So long a node is kept that does not ask any more. */
  static final Duration SILENCE_MAX = Duration.ofMinutes(10);

  /** So long one is kept that has not told its nonce yet, or has been decided about. */
  static final Duration UNDECIDABLE_MAX = Duration.ofSeconds(30);

  private static final int TICKET_BYTES = 16;

  /**
   * What a node needs for asking again.
   *
   * @param ticket a secret of the node and this controller
   */
  public record Asked(String ticket, byte[] nonce) {}

  private enum Decision {
    NONE,
    APPROVED,
    DENIED
  }

  private static final class Entry {
    final CertificateRequest request;
    final NodeName name;
    final String address;
    final ContentHash commitment;
    final ContentHash authority;
    final byte[] nonce;
    long heardNanos;
    PendingNode opened;
    byte[] nodeNonce;
    Decision decision = Decision.NONE;

    Entry(
        CertificateRequest request,
        NodeName name,
        String address,
        ContentHash commitment,
        ContentHash authority,
        byte[] nonce) {
      this.request = request;
      this.name = name;
      this.address = address;
      this.commitment = commitment;
      this.authority = authority;
      this.nonce = nonce;
    }
  }

  private final SecureRandom random;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  public PendingNodes(SecureRandom random, InstantSource clock, LongSupplier nanoTime) {
    this.random = random;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a node in that is bound to a nonce. It takes the place of an earlier question with the
   * same key from the same address.
   *
   * @param authority of this controller now
   * @return empty if there is no room
   */
  public Optional<Asked> ask(
      CertificateRequest request,
      NodeName name,
      String address,
      ContentHash commitment,
      ContentHash authority) {
    forgetSilent();
    entries
        .values()
        .removeIf(
            other -> other.address.equals(address) && other.request.node().equals(request.node()));
    long ofAddress =
        entries.values().stream().filter(other -> other.address.equals(address)).count();
    if (entries.size() >= NODES_MAX || ofAddress >= NODES_PER_ADDRESS_MAX) return Optional.empty();
    var entry =
        new Entry(request, name, address, commitment, authority, AdmissionCode.nonce(random));
    entry.heardNanos = nanoTime.getAsLong();
    var bytes = new byte[TICKET_BYTES];
    random.nextBytes(bytes);
    var ticket = HexFormat.of().formatHex(bytes);
    entries.put(ticket, entry);
    return Optional.of(new Asked(ticket, entry.nonce));
  }

  /**
   * How things stand; the first time, the node's nonce makes the code.
   *
   * @param authority of this controller now: after a change of it the code would be of the former
   */
  public AdmissionAnswer poll(String ticket, byte[] nodeNonce, ContentHash authority) {
    forgetSilent();
    var entry = entries.get(ticket);
    if (entry == null) return new AdmissionAnswer.Unknown();
    if (!entry.authority.equals(authority)) {
      entries.remove(ticket);
      return new AdmissionAnswer.Unknown();
    }
    boolean opening = entry.opened == null;
    if (opening ? !isBound(entry, nodeNonce) : !Arrays.equals(entry.nodeNonce, nodeNonce)) {
      entries.remove(ticket);
      return new AdmissionAnswer.Broken();
    }
    entry.heardNanos = nanoTime.getAsLong();
    if (opening) open(entry, nodeNonce);
    return switch (entry.decision) {
      case NONE -> new AdmissionAnswer.Waiting(entry.opened, opening);
      case APPROVED -> new AdmissionAnswer.Approved(entry.request);
      case DENIED -> new AdmissionAnswer.Denied();
    };
  }

  private static boolean isBound(Entry entry, byte[] nodeNonce) {
    return nodeNonce.length == AdmissionCode.NONCE_BYTES
        && AdmissionCode.commitment(nodeNonce, entry.request.key()).equals(entry.commitment);
  }

  private void open(Entry entry, byte[] nodeNonce) {
    entry.nodeNonce = nodeNonce;
    var code =
        AdmissionCode.of(nodeNonce, entry.nonce, entry.request.key(), entry.name, entry.authority);
    entry.opened =
        new PendingNode(entry.request.node(), entry.name, entry.address, code, clock.instant());
  }

  /** Those that wait for the operator, in the order in which they came. */
  public List<PendingNode> waiting() {
    forgetSilent();
    return entries.values().stream()
        .filter(entry -> entry.decision == Decision.NONE)
        .map(entry -> entry.opened)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The node gets its certificate when it asks next; false if it is gone. */
  public boolean approve(PendingNode node) {
    return decide(node, Decision.APPROVED);
  }

  /** The node is told so when it asks next; false if it is gone. */
  public boolean deny(PendingNode node) {
    return decide(node, Decision.DENIED);
  }

  private boolean decide(PendingNode node, Decision decision) {
    forgetSilent();
    for (var entry : entries.values()) {
      if (entry.decision == Decision.NONE && node.equals(entry.opened)) {
        entry.decision = decision;
        entry.heardNanos = nanoTime.getAsLong();
        return true;
      }
    }
    return false;
  }

  private void forgetSilent() {
    long now = nanoTime.getAsLong();
    entries.values().removeIf(entry -> now - entry.heardNanos > patience(entry).toNanos());
  }

  private static Duration patience(Entry entry) {
    boolean waits = entry.opened != null && entry.decision == Decision.NONE;
    return waits ? SILENCE_MAX : UNDECIDABLE_MAX;
  }
}
