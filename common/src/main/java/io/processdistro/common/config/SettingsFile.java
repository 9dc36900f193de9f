package io.processdistro.common.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.processdistro.common.text.NearestName;
import io.processdistro.common.text.PlainLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads one file, YAML or, if it starts with a brace, JSON: sections with settings in them. Read as
 * a stream of tokens, so that nothing in a file can grow: no aliases, no anchors, no tags.
 */
final class SettingsFile {
  private static final int BYTES_MAX = 64 << 10;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Set<String> SECRETS =
      Set.of("token", "password", "secret", "key", "private_key", "api_key");

  private final Path file;
  private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
  private final Map<String, Integer> seenAtLine = new HashMap<>();

  private SettingsFile(Path file) {
    this.file = file;
  }

  /**
   * @throws ConfigurationException naming file, line and key of what is wrong
   */
  static Map<Setting, Value> read(Path file) throws ConfigurationException {
    var text = text(file);
    var reading = new SettingsFile(file);
    if (text.isBlank()) return reading.values;
    try (var parser = parser(text)) {
      reading.document(parser);
    } catch (JacksonException e) {
      var where = e.getLocation();
      throw new ConfigurationException(
          file
              + (where == null ? "" : ":" + where.getLineNr())
              + ": not valid YAML or JSON: "
              + PlainLine.of(e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return reading.values;
  }

  private static JsonParser parser(String text) throws IOException {
    return text.stripLeading().startsWith("{")
        ? new JsonFactory().createParser(text)
        : new YAMLFactory().createParser(text);
  }

  private static String text(Path file) throws ConfigurationException {
    try {
      if (!Files.exists(file)) throw new ConfigurationException(file + ": there is no such file");
      if (!Files.isRegularFile(file)) throw new ConfigurationException(file + ": is not a file");
      byte[] bytes;
      try (var stream = Files.newInputStream(file)) {
        bytes = stream.readNBytes(BYTES_MAX + 1);
      }
      if (bytes.length > BYTES_MAX) {
        throw new ConfigurationException(file + ": longer than 64 KiB, so no configuration");
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void document(JsonParser parser) throws IOException, ConfigurationException {
    var first = parser.nextToken();
    if (first == null) return;
    if (first != JsonToken.START_OBJECT) throw wrong(parser, "sections with settings are expected");
    section(parser, "");
    if (parser.nextToken() != null) throw wrong(parser, "one document only");
  }

  /**
   * @param prefix empty, or the section's name with a dot
   */
  private void section(JsonParser parser, String prefix)
      throws IOException, ConfigurationException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = prefix + parser.currentName();
      refuseReferences(parser);
      var before = seenAtLine.putIfAbsent(key, line(parser));
      if (before != null) {
        throw wrong(parser, PlainLine.of(key) + " stands here again, first in line " + before);
      }
      if (isSection(key)) sectionValue(parser, key);
      else setting(parser, known(parser, key));
    }
  }

  private void sectionValue(JsonParser parser, String key)
      throws IOException, ConfigurationException {
    var token = parser.nextToken();
    refuseReferences(parser);
    if (token == JsonToken.START_OBJECT) section(parser, key + ".");
    else if (token != JsonToken.VALUE_NULL) {
      throw wrong(parser, key + ": a section with settings is expected");
    }
  }

  private static boolean isSection(String key) {
    return Setting.keys().stream().anyMatch(known -> known.startsWith(key + "."));
  }

  private void refuseReferences(JsonParser parser) throws IOException, ConfigurationException {
    if (!(parser instanceof YAMLParser yaml)) return;
    if (yaml.isCurrentAlias() || yaml.getObjectId() != null) {
      throw wrong(parser, "anchors (&) and aliases (*) are not taken: write the value itself");
    }
  }

  private Setting known(JsonParser parser, String key) throws ConfigurationException {
    var setting = Setting.ofKey(key);
    if (setting.isPresent()) return setting.get();
    var name = key.substring(key.lastIndexOf('.') + 1);
    if (SECRETS.contains(name)) {
      throw wrong(
          parser,
          PlainLine.of(key)
              + ": no secret belongs into a configuration: put it into a file of mode 600 and name"
              + " that with client.token_file or node.token_file");
    }
    throw wrong(
        parser,
        "unknown key "
            + PlainLine.of(key)
            + NearestName.of(key, key.contains(".") ? Setting.keys() : Setting.sections())
                .map(near -> "; did you mean " + near + "?")
                .orElse("; \"controller config show\" lists all"));
  }

  private void setting(JsonParser parser, Setting setting)
      throws IOException, ConfigurationException {
    var token = parser.nextToken();
    refuseReferences(parser);
    var origin = new Origin.FileLine(file, line(parser));
    var text = token == JsonToken.START_ARRAY ? words(parser, setting) : scalar(parser, setting);
    values.put(setting, Value.of(setting, text, origin));
  }

  private String scalar(JsonParser parser, Setting setting)
      throws IOException, ConfigurationException {
    var token = parser.currentToken();
    if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw wrong(parser, setting.key() + ": " + "a value is expected");
    }
    boolean rightKind =
        switch (setting.type()) {
          case SettingType.Whole whole -> token == JsonToken.VALUE_NUMBER_INT;
          case SettingType.Flag flag -> token.isBoolean();
          case SettingType.Time time -> !token.isBoolean();
          case SettingType.Size size -> !token.isBoolean();
          case SettingType.Text text -> !token.isBoolean();
          case SettingType.Choice choice -> token == JsonToken.VALUE_STRING;
          case SettingType.Words words -> token == JsonToken.VALUE_STRING;
        };
    if (rightKind) return parser.getText();
    var expected = setting.type() instanceof SettingType.Whole ? "a whole number" : "another kind";
    throw wrong(
        parser,
        setting.key() + ": " + expected + " is expected, not " + PlainLine.of(parser.getText()));
  }

  private String words(JsonParser parser, Setting setting)
      throws IOException, ConfigurationException {
    if (!(setting.type() instanceof SettingType.Words)) {
      throw wrong(parser, setting.key() + ": one value is expected, not a list");
    }
    var words = new StringBuilder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      refuseReferences(parser);
      if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getText().contains(",")) {
        throw wrong(parser, setting.key() + ": a list of words is expected");
      }
      if (!words.isEmpty()) words.append(',');
      words.append(parser.getText());
    }
    return words.toString();
  }

  private ConfigurationException wrong(JsonParser parser, String reason) {
    return new ConfigurationException(file + ":" + line(parser) + ": " + reason);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
