package io.processdistro.node.runner.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/**
 * The linear memory of one guest, seen from outside. Reading is bulk in the public API. For writing
 * there is only one value at a time (4 to 16 ms per MiB), so the embedder function of GraalWasm
 * that gives a view as a byte buffer is used where it works (0.1 ms per MiB); it is no public API,
 * hence the slow way stays as a fallback, with the same result. The view is taken anew for each
 * write because it goes stale when the memory grows.
 *
 * <p>For the thread that runs the guest only.
 */
public final class GuestMemory {
  private static final String EMBEDDER_NAMESPACE = "WebAssembly";
  private static final String VIEW_FUNCTION = "mem_as_byte_buffer";

  /** Up to so many bytes the slow way is faster than to look the view up. */
  private static final int SLOW_BYTES_MAX = 256;

  private final Value memory;
  private final Supplier<Optional<Value>> viewLookup;

  /** Null until it was looked up. */
  private Optional<Value> viewFunction;

  private GuestMemory(Value memory, Supplier<Optional<Value>> viewLookup) {
    this.memory = memory;
    this.viewLookup = viewLookup;
  }

  /** Writes what is long through the fast view, if this version of GraalWasm has it. */
  static GuestMemory of(Value memory, Supplier<Optional<Value>> viewLookup) {
    return new GuestMemory(memory, viewLookup);
  }

  /** What gives views of memories in this context, if this version of GraalWasm has it. */
  static Optional<Value> viewFunction(Context context) {
    try {
      context.initialize("wasm");
      var namespace = context.getPolyglotBindings().getMember(EMBEDDER_NAMESPACE);
      return namespace == null
          ? Optional.empty()
          : Optional.ofNullable(namespace.getMember(VIEW_FUNCTION));
    } catch (PolyglotException | IllegalArgumentException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private Optional<Value> view() {
    if (viewFunction == null) viewFunction = viewLookup.get();
    return viewFunction;
  }

  boolean hasView() {
    return view().isPresent();
  }

  public long sizeBytes() {
    return memory.getBufferSize();
  }

  public boolean contains(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= sizeBytes() - length;
  }

  /**
   * Copies what remains in {@code content} to {@code offset}; the content must fit.
   *
   * @throws IndexOutOfBoundsException if it does not
   */
  public void write(long offset, ByteBuffer content) {
    if (!contains(offset, content.remaining())) {
      throw new IndexOutOfBoundsException(
          content.remaining() + " bytes do not fit at " + offset + " of " + sizeBytes());
    }
    if (content.remaining() > SLOW_BYTES_MAX && hasView()) {
      ByteBuffer view = view().orElseThrow().execute(memory).asHostObject();
      view.position(Math.toIntExact(offset)).put(content);
    } else {
      writeValueByValue(offset, content.order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  private void writeValueByValue(long start, ByteBuffer content) {
    long offset = start;
    for (; content.remaining() >= Long.BYTES; offset += Long.BYTES) {
      memory.writeBufferLong(ByteOrder.LITTLE_ENDIAN, offset, content.getLong());
    }
    for (; content.hasRemaining(); offset++) memory.writeBufferByte(offset, content.get());
  }

  /** The 4 bytes at {@code offset}, little endian; they must lie inside. */
  public int readInt(long offset) {
    return memory.readBufferInt(ByteOrder.LITTLE_ENDIAN, offset);
  }

  /** Writes 4 bytes, little endian; they must lie inside. */
  public void writeInt(long offset, int value) {
    memory.writeBufferInt(ByteOrder.LITTLE_ENDIAN, offset, value);
  }

  /** Writes 8 bytes, little endian; they must lie inside. */
  public void writeLong(long offset, long value) {
    memory.writeBufferLong(ByteOrder.LITTLE_ENDIAN, offset, value);
  }

  /**
   * Copies {@code into.length} bytes from {@code offset} on; they must lie inside.
   *
   * @throws IndexOutOfBoundsException if they do not
   */
  public void read(long offset, byte[] into, int length) {
    if (!contains(offset, length)) {
      throw new IndexOutOfBoundsException(
          length + " bytes at " + offset + " are not inside of " + sizeBytes());
    }
    memory.readBuffer(offset, into, 0, length);
  }
}
