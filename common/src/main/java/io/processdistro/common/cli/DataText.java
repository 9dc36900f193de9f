package io.processdistro.common.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Records as text for programs, fields in snake case; ends with a line end. */
final class DataText {
  private DataText() {}

  static String json(Object value) {
    return write(snakeCase(new JsonMapper()).writerWithDefaultPrettyPrinter(), value) + "\n";
  }

  /** A whole document with its start marker, so that several can follow each other. */
  static String yaml(Object value) {
    var mapper =
        YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    return write(snakeCase(mapper).writer(), value);
  }

  private static ObjectMapper snakeCase(ObjectMapper mapper) {
    return mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record cannot be written as data", e);
    }
  }
}
