package io.processdistro.controller.store.sqlite;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.scheduler.JobOutcome;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Records as JSON text. The names in it are those of the records' components: whoever renames one
 * writes a migration. Thread-safe.
 */
final class RecordJson {
  private final JsonMapper mapper;

  /**
   * @param resultDirectory where the results stand; only their names are written, so that a state
   *     directory can be moved
   */
  RecordJson(Path resultDirectory) {
    var values = new SimpleModule();
    values.addSerializer(ContentHash.class, ToStringSerializer.instance);
    values.addDeserializer(ContentHash.class, new HashReader());
    values.addSerializer(Path.class, new FileNameWriter());
    values.addDeserializer(Path.class, new FileNameReader(resultDirectory));
    mapper =
        JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule(), values)
            .addMixIn(JobOutcome.class, OutcomeTypes.class)
            .addMixIn(Cut.class, CutTypes.class)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();
  }

  String write(Record value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record cannot be written: " + value.getClass(), e);
    }
  }

  <T extends Record> T read(String json, Class<T> type) throws JsonProcessingException {
    try {
      return mapper.readValue(json, type);
    } catch (MismatchedInputException e) {
      return mapper.treeToValue(sinceFormat1(mapper.readTree(json)), type);
    }
  }

  /** With what records of the first format do not have, and what held then. */
  private static JsonNode sinceFormat1(JsonNode record) {
    if (record.path("spec") instanceof ObjectNode spec && !spec.has("sampled")) {
      spec.put("sampled", false);
    }
    return record;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = JobOutcome.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = JobOutcome.Cancelled.class, name = "cancelled"),
    @JsonSubTypes.Type(value = JobOutcome.Failed.class, name = "failed")
  })
  private interface OutcomeTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Cut.Automatic.class, name = "auto"),
    @JsonSubTypes.Type(value = Cut.Whole.class, name = "none"),
    @JsonSubTypes.Type(value = Cut.ByModule.class, name = "module"),
    @JsonSubTypes.Type(value = Cut.ByFile.class, name = "files"),
    @JsonSubTypes.Type(value = Cut.ByLines.class, name = "lines"),
    @JsonSubTypes.Type(value = Cut.ByBytes.class, name = "bytes")
  })
  private interface CutTypes {}

  private static final class HashReader extends FromStringDeserializer<ContentHash> {
    private static final long serialVersionUID = 1;

    HashReader() {
      super(ContentHash.class);
    }

    @Override
    protected ContentHash _deserialize(String value, DeserializationContext context) {
      return ContentHash.parse(value);
    }
  }

  private static final class FileNameWriter extends StdScalarSerializer<Path> {
    private static final long serialVersionUID = 1;

    FileNameWriter() {
      super(Path.class);
    }

    @Override
    public void serialize(Path path, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(path.getFileName().toString());
    }
  }

  private static final class FileNameReader extends FromStringDeserializer<Path> {
    private static final long serialVersionUID = 1;

    private final transient Path directory;

    FileNameReader(Path directory) {
      super(Path.class);
      this.directory = directory;
    }

    @Override
    protected Path _deserialize(String name, DeserializationContext context) throws IOException {
      var path = directory.resolve(name);
      if (directory.equals(path.getParent())) return path;
      throw context.weirdStringException(name, Path.class, "not the name of a file");
    }
  }
}
