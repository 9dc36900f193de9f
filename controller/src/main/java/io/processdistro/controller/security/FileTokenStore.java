package io.processdistro.controller.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.Tokens;
import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Tokens in one small private file, which is written whole at every change: they are few and change
 * rarely. Worthless ones are forgotten after {@link #WORTHLESS_KEPT}.
 */
public final class FileTokenStore implements TokenStore {
  /** Each takes less than 300 bytes, and a private file has {@link PrivateFiles#BYTES_MAX}. */
  static final int TOKENS_MAX = 200;

  static final Duration WORTHLESS_KEPT = Duration.ofDays(7);

  private static final int ID_LENGTH = 8;
  private static final String ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** As in the file; times in milliseconds since 1970. */
  private record Line(
      String id,
      String secretSha256,
      String name,
      String role,
      long createdAtMillis,
      long expiresAtMillis,
      Integer usesLeft,
      Long revokedAtMillis) {}

  private record Lines(List<Line> tokens) {}

  private final Path file;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Object changes = new Object();
  private volatile List<TokenRecord> tokens;

  private FileTokenStore(
      Path file, InstantSource clock, SecureRandom random, List<TokenRecord> tokens) {
    this.file = file;
    this.clock = clock;
    this.random = random;
    this.tokens = tokens;
  }

  /**
   * Reads the file, if there is one. Blocks.
   *
   * @throws StateException if it cannot be read, others can read it, or it is damaged
   */
  public static FileTokenStore open(Path file, InstantSource clock, SecureRandom random)
      throws StateException {
    var tokens = Files.exists(file) ? parse(file) : List.<TokenRecord>of();
    return new FileTokenStore(file, clock, random, tokens);
  }

  private static List<TokenRecord> parse(Path file) throws StateException {
    var content = PrivateFiles.read(file);
    try {
      var lines = MAPPER.readValue(content, Lines.class);
      return lines.tokens().stream().map(FileTokenStore::record).toList();
    } catch (IOException | RuntimeException e) {
      // Neither the parser's text nor the content is shown: it may be somebody's secret.
      throw new StateException(
          file + " is damaged: restore it, or delete it and make new tokens (all are lost then)");
    }
  }

  @Override
  public IssuedToken create(TokenRequest request) throws TokenStoreException {
    var secret = Tokens.create(random);
    synchronized (changes) {
      var kept = new ArrayList<>(withoutForgotten());
      if (kept.size() >= TOKENS_MAX) {
        throw new TokenStoreException(
            "there are " + TOKENS_MAX + " tokens, which is the most: revoke some", null);
      }
      var now = clock.instant();
      var token =
          new TokenRecord(
              newId(),
              hashOf(secret),
              request.name(),
              request.role(),
              now,
              now.plus(request.lifetime()),
              request.uses(),
              Optional.empty());
      kept.addFirst(token);
      write(kept);
      return new IssuedToken(token, secret);
    }
  }

  @Override
  public List<TokenRecord> all() {
    return tokens;
  }

  @Override
  public TokenVerdict check(String secret) {
    return judge(secret, role -> role != Role.NODE, "it admits nodes and does nothing else");
  }

  @Override
  public TokenVerdict redeem(String secret) throws TokenStoreException {
    synchronized (changes) {
      var verdict = judge(secret, role -> role == Role.NODE, "it is not for joining");
      if (!(verdict instanceof TokenVerdict.Right(var token))) return verdict;
      var used = token.usedOnce();
      replace(used);
      return new TokenVerdict.Right(used);
    }
  }

  @Override
  public Optional<TokenRecord> revoke(String id) throws TokenStoreException {
    synchronized (changes) {
      var found = tokens.stream().filter(token -> token.id().equals(id)).findAny();
      if (found.isEmpty() || found.get().revokedAt().isPresent()) return found;
      var revoked = found.get().revoked(clock.instant());
      replace(revoked);
      return Optional.of(revoked);
    }
  }

  private TokenVerdict judge(String secret, Predicate<Role> wanted, String otherwise) {
    var found = find(secret);
    if (found.isEmpty()) return new TokenVerdict.Unknown();
    var token = found.get();
    return switch (token.state(clock.instant())) {
      case REVOKED -> worthless(token, "it was revoked");
      case EXPIRED -> worthless(token, "it expired at " + token.expiresAt());
      case USED_UP -> worthless(token, "it has admitted as many nodes as it may");
      case VALID ->
          wanted.test(token.role())
              ? new TokenVerdict.Right(token)
              : worthless(token, "it is of role " + token.role().text() + ": " + otherwise);
    };
  }

  private static TokenVerdict worthless(TokenRecord token, String why) {
    return new TokenVerdict.Worthless(
        token, "the token " + token.id() + " is worth nothing: " + why);
  }

  /** Compares with all of them, so that the time says nothing about any. */
  private Optional<TokenRecord> find(String secret) {
    var wanted = hashOf(secret).getBytes(StandardCharsets.US_ASCII);
    var found = Optional.<TokenRecord>empty();
    for (var token : tokens) {
      var hash = token.secretSha256().getBytes(StandardCharsets.US_ASCII);
      if (MessageDigest.isEqual(hash, wanted)) found = Optional.of(token);
    }
    return found;
  }

  private void replace(TokenRecord changed) throws TokenStoreException {
    write(tokens.stream().map(token -> token.id().equals(changed.id()) ? changed : token).toList());
  }

  private List<TokenRecord> withoutForgotten() {
    var oldest = clock.instant().minus(WORTHLESS_KEPT);
    return tokens.stream().filter(token -> worthlessSince(token).isAfter(oldest)).toList();
  }

  private static Instant worthlessSince(TokenRecord token) {
    return token.revokedAt().orElse(token.expiresAt());
  }

  private void write(List<TokenRecord> changed) throws TokenStoreException {
    try {
      var lines = new Lines(changed.stream().map(FileTokenStore::line).toList());
      PrivateFiles.write(file, MAPPER.writeValueAsBytes(lines));
      tokens = List.copyOf(changed);
    } catch (StateException e) {
      throw new TokenStoreException(e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain fields cannot be written as JSON", e);
    }
  }

  private String newId() {
    var id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
    }
    return id.toString();
  }

  private static String hashOf(String secret) {
    return ContentHash.of(secret.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Line line(TokenRecord token) {
    return new Line(
        token.id(),
        token.secretSha256(),
        token.name(),
        token.role().text(),
        token.createdAt().toEpochMilli(),
        token.expiresAt().toEpochMilli(),
        token.usesLeft().isPresent() ? token.usesLeft().getAsInt() : null,
        token.revokedAt().map(Instant::toEpochMilli).orElse(null));
  }

  private static TokenRecord record(Line line) {
    return new TokenRecord(
        line.id(),
        ContentHash.parse(line.secretSha256()).toString(),
        line.name(),
        Role.of(line.role()).orElseThrow(),
        Instant.ofEpochMilli(line.createdAtMillis()),
        Instant.ofEpochMilli(line.expiresAtMillis()),
        line.usesLeft() == null ? OptionalInt.empty() : OptionalInt.of(line.usesLeft()),
        Optional.ofNullable(line.revokedAtMillis()).map(Instant::ofEpochMilli));
  }
}
