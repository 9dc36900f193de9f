package io.processdistro.controller.tasks.npy;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A .npy matrix of f64 or f32 on disk, mapped for reading: nothing of its data is copied to the
 * heap. Formats 1.0, 2.0 and 3.0, C and Fortran order, little endian, exactly two dimensions.
 *
 * <p>Any thread may read {@link #data()} until {@link #close}. The file must not shrink meanwhile.
 */
public final class NpyFile implements AutoCloseable {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** A two-dimensional array's header needs 60 to 130 bytes; numpy itself refuses above 10,000. */
  private static final int DICTIONARY_BYTES_MAX = 10_000;

  private final NpyHeader header;
  private final Arena arena;
  private final MemorySegment data;

  private NpyFile(NpyHeader header, Arena arena, MemorySegment data) {
    this.header = header;
    this.arena = arena;
    this.data = data;
  }

  /**
   * Checks the header against the file's length and maps the data.
   *
   * @throws NpyFormatException if it is anything but a matrix as described above, with a message
   *     for the file's owner
   */
  public static NpyFile open(Path path) throws NpyFormatException, IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var header = readHeader(channel);
      var arena = Arena.ofShared();
      try {
        var data =
            channel.map(MapMode.READ_ONLY, header.dataOffsetBytes(), header.dataBytes(), arena);
        return new NpyFile(header, arena, data);
      } catch (IOException | RuntimeException e) {
        arena.close();
        throw e;
      }
    }
  }

  public NpyHeader header() {
    return header;
  }

  /** The elements in file order, {@code header().dataBytes()} long, at no particular alignment. */
  public MemorySegment data() {
    return data;
  }

  @Override
  public void close() {
    arena.close();
  }

  private static NpyHeader readHeader(FileChannel channel) throws NpyFormatException, IOException {
    long fileBytes = channel.size();
    var magic = readExactly(channel, 0, 8, fileBytes);
    for (int i = 0; i < MAGIC.length; i++) {
      if (magic.get(i) != MAGIC[i]) {
        throw new NpyFormatException(
            "is not a .npy file: it does not begin with \\x93NUMPY",
            "write it with numpy.save(path, array)");
      }
    }
    int major = Byte.toUnsignedInt(magic.get(6));
    int minor = Byte.toUnsignedInt(magic.get(7));
    if (major < 1 || major > 3 || minor != 0) {
      throw new NpyFormatException(
          "has .npy format " + major + "." + minor + "; read are 1.0, 2.0 and 3.0", "");
    }
    int lengthBytes = major == 1 ? 2 : 4;
    var lengthField = readExactly(channel, 8, lengthBytes, fileBytes);
    long length =
        major == 1
            ? Short.toUnsignedLong(lengthField.getShort(0))
            : Integer.toUnsignedLong(lengthField.getInt(0));
    if (length > DICTIONARY_BYTES_MAX) {
      throw new NpyFormatException(
          "has a header of " + length + " bytes; at most " + DICTIONARY_BYTES_MAX + " are read",
          "");
    }
    long dataOffset = 8 + lengthBytes + length;
    var dictionary = readExactly(channel, 8 + lengthBytes, (int) length, fileBytes);
    var header = new NpyDictionary(dictionary.array()).header(dataOffset);
    if (header.fileBytes() != fileBytes) {
      throw new NpyFormatException(
          "has "
              + fileBytes
              + " bytes, but its header ("
              + header.rows()
              + " x "
              + header.columns()
              + " of "
              + header.element().descriptor()
              + ") needs "
              + header.fileBytes(),
          fileBytes < header.fileBytes() ? "the file is truncated; copy it again" : "");
    }
    return header;
  }

  private static ByteBuffer readExactly(FileChannel channel, long at, int count, long fileBytes)
      throws NpyFormatException, IOException {
    if (at + count > fileBytes) {
      throw new NpyFormatException(
          "is truncated: it has " + fileBytes + " bytes and ends inside its header",
          "copy the file again");
    }
    var buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }
}
