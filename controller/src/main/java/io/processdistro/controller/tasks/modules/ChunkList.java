package io.processdistro.controller.tasks.modules;

import io.processdistro.controller.tasks.InvalidOutputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What a module's split gives: {@code u32 count}, then for each chunk {@code u32 length} and its
 * bytes, little endian. Untrusted: every number is checked before it is used.
 */
final class ChunkList {
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int U32_BYTES = 4;

  private ChunkList() {}

  /**
   * Where the chunks lie in {@code list}.
   *
   * @param chunksMax most chunks
   * @param chunkBytesMax longest chunk
   * @throws InvalidOutputException saying which rule the list breaks, and where
   */
  static Spans read(MemorySegment list, int chunksMax, long chunkBytesMax)
      throws InvalidOutputException {
    if (list.byteSize() < U32_BYTES) {
      throw refused("has " + list.byteSize() + " bytes: not even the count of its chunks");
    }
    long count = number(list, 0);
    if (count == 0) throw refused("has no chunk: there would be nothing to execute");
    if (count > chunksMax) {
      throw refused("says that it has " + count + " chunks, and at most " + chunksMax + " may be");
    }
    var spans = new Spans();
    long position = U32_BYTES;
    for (int chunk = 0; chunk < count; chunk++) {
      if (list.byteSize() - position < U32_BYTES) {
        throw refused(
            "says that it has " + count + " chunks, and ends before the length of chunk " + chunk);
      }
      long length = number(list, position);
      position += U32_BYTES;
      if (length > list.byteSize() - position) {
        throw refused(
            "says that chunk "
                + chunk
                + " has "
                + length
                + " bytes, and only "
                + (list.byteSize() - position)
                + " follow");
      }
      if (length > chunkBytesMax) {
        throw refused(
            "has a chunk "
                + chunk
                + " of "
                + length
                + " bytes, and at most "
                + chunkBytesMax
                + " may be");
      }
      spans.add(position, Math.toIntExact(length));
      position += length;
    }
    if (position < list.byteSize()) {
      throw refused(
          "has " + (list.byteSize() - position) + " bytes behind its last chunk, " + (count - 1));
    }
    return spans;
  }

  private static long number(MemorySegment list, long at) {
    return Integer.toUnsignedLong(list.get(U32, at));
  }

  private static InvalidOutputException refused(String what) {
    return new InvalidOutputException("the chunk list that the module's split returned " + what);
  }
}
