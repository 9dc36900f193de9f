package io.processdistro.common.values;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a task produced: carried along when small, else stored as a blob and named by its hash. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
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
  record Inline(byte[] bytes) implements Output {
    @Override
    public long lengthBytes() {
      return bytes.length;
    }
  }

  record Blob(ContentHash hash, long lengthBytes) implements Output {}
}
