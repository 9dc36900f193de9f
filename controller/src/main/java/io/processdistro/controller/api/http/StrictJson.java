package io.processdistro.controller.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads a request's JSON into a record; all refusals are {@link ApiException}s that name the field.
 */
public final class StrictJson {
  private final JsonMapper mapper;
  private final Map<String, String> taken;

  /**
   * @param taken what a field takes, where its type alone says too little
   */
  public StrictJson(JsonMapper mapper, Map<String, String> taken) {
    this.mapper = mapper;
    this.taken = taken;
  }

  /** Never null. */
  public <T> T read(byte[] body, Class<T> type) {
    try {
      var value = mapper.readValue(body, type);
      if (value == null) throw ApiException.invalid(null, "the body must be a JSON object");
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw ApiException.invalid(
          fieldOf(e),
          "unknown field "
              + printable(fieldOf(e))
              + "; known are "
              + e.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", ")));
    } catch (JsonMappingException e) {
      var field = fieldOf(e);
      throw ApiException.invalid(
          field.isEmpty() ? null : field,
          field.isEmpty()
              ? "the body must be a JSON object" + position(e)
              : field + " has the wrong type" + position(e) + takenBy(field));
    } catch (IOException e) {
      throw ApiException.invalid(null, "the body is not JSON" + position(e));
    }
  }

  private String takenBy(String field) {
    return taken.containsKey(field) ? ": it takes " + taken.get(field) : "";
  }

  private static String fieldOf(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .map(String::valueOf)
        .collect(Collectors.joining("."));
  }

  private static String position(IOException e) {
    if (e instanceof JsonProcessingException json && json.getLocation() != null) {
      return " (line "
          + json.getLocation().getLineNr()
          + ", column "
          + json.getLocation().getColumnNr()
          + ")";
    }
    return "";
  }

  private static String printable(String text) {
    var cut = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return '"' + cut.replaceAll("[^\\x20-\\x7e]", "?") + '"';
  }
}
