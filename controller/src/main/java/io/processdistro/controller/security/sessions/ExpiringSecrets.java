package io.processdistro.controller.security.sessions;

import io.processdistro.common.state.Tokens;
import io.processdistro.common.values.ContentHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Secrets of 192 random bits that stand for something for some time. Kept as hashes, a bounded
 * number: the oldest makes room for the next. Thread-safe.
 *
 * @param <T> what a secret stands for
 */
final class ExpiringSecrets<T> {
  private record Entry<T>(T meaning, long madeNanos) {}

  /**
   * @param text shown here and kept nowhere
   */
  record Issued(String text, Instant expiresAt) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Issued[" + expiresAt + "]";
    }
  }

  private final Duration lifetime;
  private final int countMax;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final SecureRandom random;

  /** By hash, the oldest first. */
  private final Map<ContentHash, Entry<T>> entries = new LinkedHashMap<>();

  /**
   * @param clock for people; what decides is {@code nanos}, a clock that nobody can set
   */
  ExpiringSecrets(
      Duration lifetime,
      int countMax,
      InstantSource clock,
      LongSupplier nanos,
      SecureRandom random) {
    this.lifetime = lifetime;
    this.countMax = countMax;
    this.clock = clock;
    this.nanos = nanos;
    this.random = random;
  }

  synchronized Issued issue(T meaning) {
    entries.values().removeIf(this::isExpired);
    if (entries.size() >= countMax) entries.remove(entries.keySet().iterator().next());
    var text = Tokens.create(random);
    entries.put(hashOf(text), new Entry<>(meaning, nanos.getAsLong()));
    return new Issued(text, clock.instant().plus(lifetime));
  }

  /** What it stands for; empty if it is wrong, used up or too old. */
  synchronized Optional<T> find(String text) {
    return Optional.ofNullable(entries.get(hashOf(text)))
        .filter(entry -> !isExpired(entry))
        .map(Entry::meaning);
  }

  /** The same, once. */
  synchronized Optional<T> take(String text) {
    var found = find(text);
    entries.remove(hashOf(text));
    return found;
  }

  private boolean isExpired(Entry<T> entry) {
    return nanos.getAsLong() - entry.madeNanos() >= lifetime.toNanos();
  }

  private static ContentHash hashOf(String text) {
    return ContentHash.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
