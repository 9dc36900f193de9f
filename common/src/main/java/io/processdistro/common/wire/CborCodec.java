package io.processdistro.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.processdistro.common.values.ContentHash;
import java.io.IOException;

/**
 * Turns the messages of one closed family (a sealed interface with type names) into CBOR and back.
 * Unknown fields are ignored and missing ones of type {@link java.util.Optional} are empty, so that
 * minor versions can talk to each other; anything else that is odd is a {@link WireException}. Safe
 * for use by many threads.
 *
 * @param <M> the sealed interface
 */
public final class CborCodec<M> {
  private final int bytesMax;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  public CborCodec(Class<M> family) {
    this(family, WireLimits.FRAME_BYTES_MAX);
  }

  /**
   * @param bytesMax longest message in bytes, checked on both ways before anything is built
   */
  public CborCodec(Class<M> family, int bytesMax) {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(WireLimits.NESTING_MAX)
            .maxStringLength(bytesMax)
            .maxDocumentLength(bytesMax)
            .maxNameLength(64)
            .build();
    var factory =
        CBORFactory.builder()
            .streamReadConstraints(constraints)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    var values = new SimpleModule();
    values.addSerializer(ContentHash.class, new HashWriter());
    values.addDeserializer(ContentHash.class, new HashReader());
    values.addDeserializer(String.class, new WholeText());
    var mapper =
        CBORMapper.builder(factory)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(values)
            .addModule(new OptionalFields())
            .build();
    this.bytesMax = bytesMax;
    this.reader = mapper.readerFor(family);
    this.writer = mapper.writerFor(family);
  }

  /**
   * @throws IllegalArgumentException if the message would be longer than the limit: the sender must
   *     cut it smaller
   */
  public byte[] encode(M message) {
    try {
      var bytes = writer.writeValueAsBytes(message);
      if (bytes.length > bytesMax) {
        throw new IllegalArgumentException(
            "a message of "
                + bytes.length
                + " bytes is over the limit of "
                + bytesMax
                + ": send it in parts");
      }
      return bytes;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of our own cannot be written: " + message, e);
    }
  }

  /**
   * @throws WireException if it is too long, not CBOR, of an unknown type, or has a missing, null
   *     or impossible field
   */
  public M decode(byte[] bytes) throws WireException {
    if (bytes.length > bytesMax) {
      throw new WireException(
          "a message of " + bytes.length + " bytes is over the limit of " + bytesMax);
    }
    try {
      M message = reader.readValue(bytes);
      if (message == null) throw new WireException("an empty message");
      return message;
    } catch (InvalidTypeIdException e) {
      throw new WireException("unknown message type", e);
    } catch (JsonProcessingException e) {
      throw new WireException("malformed message: " + e.getOriginalMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw new WireException("malformed message: " + e.getMessage(), e);
    }
  }

  /** Hashes travel as 32 raw bytes. */
  private static final class HashWriter extends StdSerializer<ContentHash> {
    private static final long serialVersionUID = 1;

    HashWriter() {
      super(ContentHash.class);
    }

    @Override
    public void serialize(ContentHash hash, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeBinary(hash.toBytes());
    }
  }

  private static final class HashReader extends StdDeserializer<ContentHash> {
    private static final long serialVersionUID = 1;

    HashReader() {
      super(ContentHash.class);
    }

    @Override
    public ContentHash deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return ContentHash.fromDigest(in.getBinaryValue());
    }
  }
}
