package io.processdistro.node.spool;

import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file format: eight bytes that name it, then records, each with a head of twelve bytes (length
 * of the body, checksum of the body, checksum of these two) and a body in CBOR. It only grows,
 * until it is written anew. Every method blocks; one thread at a time.
 *
 * <p>What the operating system has taken survives the death of this process. Only {@link #rewrite}
 * forces it to the disk: after a power loss the last results may have to be computed again.
 */
final class SpoolFile implements AutoCloseable {
  private static final String KIND = "PDSPOOL";
  private static final char VERSION = '1';
  private static final byte[] MAGIC = (KIND + VERSION).getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_BYTES = 12;
  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final CborCodec<SpoolRecord> CODEC =
      new CborCodec<>(SpoolRecord.class, BODY_BYTES_MAX);

  /**
   * What a file holds.
   *
   * @param damage why the rest cannot be read, in words; empty if all is well, also if the last
   *     record is incomplete, which is how a process dies while it writes
   */
  record Content(List<SpoolRecord> records, Optional<String> damage) {}

  private final Path path;
  private FileChannel channel;
  private long length;

  private SpoolFile(Path path) {
    this.path = path;
  }

  /**
   * Reads as far as the file makes sense.
   *
   * @throws IOException if the system refuses to read it
   */
  static Content read(Path path) throws IOException {
    if (!Files.exists(path)) return new Content(List.of(), Optional.empty());
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var records = new ArrayList<SpoolRecord>();
      var magic = new byte[MAGIC.length];
      if (!readFully(channel, ByteBuffer.wrap(magic))) {
        boolean torn = channel.size() == 0 || startsLikeOurs(magic, (int) channel.size());
        return new Content(
            records, torn ? Optional.empty() : Optional.of("it is not the spool of an edge node"));
      }
      if (!Arrays.equals(magic, MAGIC)) return new Content(records, Optional.of(foreign(magic)));
      return new Content(records, readRecords(channel, records));
    }
  }

  private static boolean startsLikeOurs(byte[] magic, int length) {
    return Arrays.equals(magic, 0, length, MAGIC, 0, length);
  }

  private static String foreign(byte[] magic) {
    var text = new String(magic, StandardCharsets.US_ASCII);
    return text.startsWith(KIND)
        ? "it was written by another release of edge-node, in format "
            + (Character.isLetterOrDigit(text.charAt(KIND.length()))
                ? text.charAt(KIND.length())
                : '?')
            + " instead of "
            + VERSION
        : "it is not the spool of an edge node";
  }

  private static Optional<String> readRecords(FileChannel channel, List<SpoolRecord> records)
      throws IOException {
    var head = ByteBuffer.allocate(HEAD_BYTES);
    while (true) {
      long at = channel.position();
      head.clear();
      if (!readFully(channel, head)) return Optional.empty();
      head.flip();
      int bodyBytes = head.getInt();
      int bodySum = head.getInt();
      boolean headHolds = head.getInt() == checksum(head.array(), 0, 8);
      if (!headHolds || bodyBytes < 1 || bodyBytes > BODY_BYTES_MAX) return damaged(at);
      var body = new byte[bodyBytes];
      if (!readFully(channel, ByteBuffer.wrap(body))) return Optional.empty();
      if (bodySum != checksum(body, 0, body.length)) return damaged(at);
      try {
        records.add(CODEC.decode(body));
      } catch (WireException e) {
        return Optional.of("the record at byte " + at + " makes no sense: " + e.getMessage());
      }
    }
  }

  private static Optional<String> damaged(long at) {
    return Optional.of("the record at byte " + at + " is damaged");
  }

  private static boolean readFully(FileChannel channel, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) return false;
    }
    return true;
  }

  private static int checksum(byte[] bytes, int from, int count) {
    var sum = new CRC32C();
    sum.update(bytes, from, count);
    return (int) sum.getValue();
  }

  /** Replaces the file by one with these records; a crash leaves the former or the new one. */
  static SpoolFile create(Path path, List<SpoolRecord> records) throws IOException {
    var file = new SpoolFile(path);
    file.rewrite(records);
    return file;
  }

  /** As {@link #create}. */
  void rewrite(List<SpoolRecord> records) throws IOException {
    var beside = path.resolveSibling(path.getFileName() + ".new");
    var fresh =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      long written = write(fresh, 0, ByteBuffer.wrap(MAGIC));
      for (var record : records) written += write(fresh, written, encode(List.of(record)));
      fresh.force(false);
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
      close();
      channel = fresh;
      length = written;
    } catch (IOException | RuntimeException e) {
      fresh.close();
      throw e;
    }
  }

  /**
   * Adds records at the end, all or none.
   *
   * @throws IOException if they could not be written; the file is as before
   */
  void append(List<SpoolRecord> records) throws IOException {
    try {
      length += write(channel, length, encode(records));
    } catch (IOException e) {
      channel.truncate(length);
      throw e;
    }
  }

  private static ByteBuffer encode(List<SpoolRecord> records) {
    var bytes = new ByteArrayOutputStream();
    for (var record : records) {
      var body = CODEC.encode(record);
      var head = ByteBuffer.allocate(HEAD_BYTES);
      head.putInt(body.length).putInt(checksum(body, 0, body.length));
      head.putInt(checksum(head.array(), 0, 8));
      bytes.writeBytes(head.array());
      bytes.writeBytes(body);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static long write(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    while (bytes.hasRemaining()) channel.write(bytes, at + count - bytes.remaining());
    return count;
  }

  long lengthBytes() {
    return length;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) channel.close();
  }
}
