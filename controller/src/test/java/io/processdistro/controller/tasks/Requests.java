package io.processdistro.controller.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes requests as the API would, and more lenient ones: NaN is let through as a number. */
public final class Requests {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private Requests() {}

  public static JobRequest of(String params, Map<String, Path> inputs, String format) {
    var blobs = new HashMap<String, InputBlob>();
    inputs.forEach((name, path) -> blobs.put(name, blob(name, path)));
    try {
      return JobRequest.of(MAPPER.readTree(params), blobs, Optional.ofNullable(format));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static JobRequest of(String params, Map<String, Path> inputs) {
    return of(params, inputs, null);
  }

  private static InputBlob blob(String name, Path path) {
    try {
      return new InputBlob(name, ContentHash.ofFile(path), Files.size(path), path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
