package io.processdistro.controller.security.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.security.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of the audit log.
 *
 * @param number one more than that of the entry before
 * @param body the line up to its chain
 * @param chain SHA-256 of the former entry's chain and this body, hexadecimal
 */
public record AuditEntry(long number, String body, String chain) {
  /** What the first entry of all is chained to. */
  static final String NO_CHAIN = "0".repeat(64);

  private static final Pattern LINE =
      Pattern.compile("(\\{\"number\":([1-9][0-9]{0,17}),.*),\"chain\":\"([0-9a-f]{64})\"}");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** The entry after one with this number and chain. */
  static AuditEntry following(long number, String chain, Instant at, AuditEvent event) {
    var node = MAPPER.createObjectNode();
    node.put("number", number + 1);
    node.put("at", at.toString());
    node.put("kind", event.kind().name());
    node.put("who", event.who());
    node.put("address", event.address());
    ObjectNode details = node.putObject("details");
    event.details().forEach(details::put);
    var text = textOf(node);
    var body = text.substring(0, text.length() - 1);
    return new AuditEntry(number + 1, body, chained(chain, body));
  }

  private static String textOf(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain texts cannot be written as JSON", e);
    }
  }

  /** Empty if it is no line of an audit log. Says nothing about the chain. */
  static Optional<AuditEntry> parse(String line) {
    var matcher = LINE.matcher(line);
    if (!matcher.matches()) return Optional.empty();
    return Optional.of(
        new AuditEntry(Long.parseLong(matcher.group(2)), matcher.group(1), matcher.group(3)));
  }

  /** Whether nothing of it was changed, and {@code former} is what it followed. */
  boolean follows(String former) {
    return chain.equals(chained(former, body));
  }

  /** Without a line feed. */
  public String line() {
    return body + ",\"chain\":\"" + chain + "\"}";
  }

  /** Of the body; never null. */
  public JsonNode json() {
    try {
      return MAPPER.readTree(body + "}");
    } catch (JsonProcessingException e) {
      return MAPPER.createObjectNode();
    }
  }

  private static String chained(String former, String body) {
    return ContentHash.of((former + "\n" + body).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
