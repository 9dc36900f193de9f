package io.processdistro.common.values;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a task produced: carried along when small, else stored as a blob and named by its hash. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Output.Inline.class, name = "inline"),
  @JsonSubTypes.Type(value = Output.Blob.class, name = "blob")
})
public sealed interface Output {
  long lengthBytes();

  /**
   * At most {@link io.processdistro.common.wire.WireLimits#OUTPUT_INLINE_BYTES_MAX} bytes; the
   * array is not copied, do not change it.
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Inline(byte[] bytes) implements Output {
    @Override
    public long lengthBytes() {
      return bytes.length;
    }
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Blob(ContentHash hash, long lengthBytes) implements Output {}
}
