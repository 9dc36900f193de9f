package io.processdistro.controller.tasks.modules;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.TaskBlobs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs contents into blobs of a moderate size: nodes fetch whole blobs, so few small contents
 * should not cost a transfer each, and no node should have to fetch all of a large input. A content
 * longer than a pack is a blob of its own.
 *
 * <p>Contents come in any order, each once; {@link #finish} comes last, and only then {@link
 * #slices} is answered. Filled by one thread at a time; afterwards immutable.
 */
final class ChunkPacker implements Chunks {
  private static final int LENGTH_BYTES = 4;
  private static final int NONE = -1;

  private final TaskBlobs blobs;
  private final int packBytes;
  private final List<ContentHash> packs = new ArrayList<>();
  private final int[] pack;
  private final int[] offset;
  private final int[] length;

  /** Where the length lies that goes before a content with a blob of its own. */
  private final Map<Integer, BlobPlace> lengthsApart = new HashMap<>();

  private record BlobPlace(int pack, int offset) {}

  private byte[] open = new byte[0];
  private int openBytes;
  private int openPack = NONE;

  /**
   * @param packBytes a pack is closed before it gets longer than this
   */
  ChunkPacker(TaskBlobs blobs, int count, int packBytes) {
    this.blobs = blobs;
    this.packBytes = packBytes;
    this.pack = new int[count];
    this.offset = new int[count];
    this.length = new int[count];
    Arrays.fill(pack, NONE);
  }

  /** Takes a content as it is. */
  void put(int index, MemorySegment content) throws IOException {
    put(index, content, false);
  }

  /** Takes a content with its length before it, as a chunk list wants it. */
  void putWithLength(int index, MemorySegment content) throws IOException {
    put(index, content, true);
  }

  private void put(int index, MemorySegment content, boolean withLength) throws IOException {
    if (pack[index] != NONE) throw new IllegalStateException("content " + index + " came twice");
    int contentBytes = Math.toIntExact(content.byteSize());
    int prefixBytes = withLength ? LENGTH_BYTES : 0;
    if (prefixBytes + contentBytes > packBytes) {
      if (withLength) {
        makeRoom(LENGTH_BYTES);
        lengthsApart.put(index, new BlobPlace(openPack, openBytes));
        appendLength(contentBytes);
      }
      pack[index] = packs.size();
      packs.add(blobs.put(content.asByteBuffer()));
      length[index] = contentBytes;
      return;
    }
    makeRoom(prefixBytes + contentBytes);
    pack[index] = openPack;
    offset[index] = openBytes;
    length[index] = prefixBytes + contentBytes;
    if (withLength) appendLength(contentBytes);
    MemorySegment.copy(content, ValueLayout.JAVA_BYTE, 0, open, openBytes, contentBytes);
    openBytes += contentBytes;
  }

  private void appendLength(int value) {
    ByteBuffer.wrap(open).order(ByteOrder.LITTLE_ENDIAN).putInt(openBytes, value);
    openBytes += LENGTH_BYTES;
  }

  private void makeRoom(int bytes) throws IOException {
    if (openPack != NONE && openBytes + bytes > packBytes) closePack();
    if (openPack == NONE) {
      openPack = packs.size();
      packs.add(null);
    }
    if (openBytes + bytes > open.length) {
      open = Arrays.copyOf(open, Math.min(packBytes, Math.max(openBytes + bytes, 2 * open.length)));
    }
  }

  private void closePack() throws IOException {
    packs.set(openPack, blobs.put(ByteBuffer.wrap(open, 0, openBytes)));
    openPack = NONE;
    openBytes = 0;
  }

  /** Stores what is left; every content has come. */
  void finish() throws IOException {
    if (openPack != NONE) closePack();
    open = new byte[0];
  }

  @Override
  public int count() {
    return pack.length;
  }

  /** With the length before it, if it was put so. */
  @Override
  public long lengthBytes(int index) {
    return length[index] + (lengthsApart.containsKey(index) ? LENGTH_BYTES : 0L);
  }

  @Override
  public List<BlobSlice> slices(int index) {
    if (length[index] == 0) return List.of();
    var content = new BlobSlice(packs.get(pack[index]), offset[index], length[index]);
    var apart = lengthsApart.get(index);
    if (apart == null) return List.of(content);
    return List.of(new BlobSlice(packs.get(apart.pack()), apart.offset(), LENGTH_BYTES), content);
  }
}
