package io.processdistro.controller.store.sqlite;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks at SQLite's write-ahead log before SQLite does. SQLite takes the frames up to the first one
 * whose checksum is wrong, and forgets the others without a word: right for a tail that was being
 * written when the power went, wrong for damage in the middle. The two can be told apart, because
 * each transaction is forced to disk before the next one is written: when whole frames of a later
 * transaction follow, the broken one had been on disk. (Layout: sqlite.org/fileformat2.html, 4.)
 */
final class WriteAheadLog {
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final int MAGIC_LITTLE_ENDIAN = 0x377f0682;
  private static final int MAGIC_BIG_ENDIAN = 0x377f0683;
  private static final int PAGE_BYTES_MIN = 512;
  private static final int PAGE_BYTES_MAX = 65_536;

  private final FileChannel channel;
  private final ByteOrder checksumOrder;
  private final long salts;
  private final int frameBytes;

  private WriteAheadLog(FileChannel channel, ByteBuffer header) {
    this.channel = channel;
    this.checksumOrder =
        header.getInt(0) == MAGIC_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    this.salts = header.getLong(16);
    this.frameBytes = FRAME_HEADER_BYTES + header.getInt(8);
  }

  /**
   * Reads the log once, if there is one. Blocks.
   *
   * @throws StateException if transactions that had been on disk cannot be read any more
   */
  static void requireUndamaged(Path file) throws IOException, StateException {
    if (!Files.exists(file)) return;
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() <= HEADER_BYTES) return;
      var header = read(channel, 0, HEADER_BYTES);
      if (header.equals(ByteBuffer.allocate(HEADER_BYTES))) return;
      if (!isHeader(header)) throw damaged(file);
      var log = new WriteAheadLog(channel, header);
      if (!log.fits(header) || log.forgetsTransactions(header)) throw damaged(file);
    }
  }

  private static StateException damaged(Path file) {
    return new StateException(
        "the write-ahead log " + file + " is damaged in its middle: " + Remedies.RESTORE);
  }

  private boolean fits(ByteBuffer header) {
    var sum = new Sum(checksumOrder, 0, 0);
    sum.add(header, 0, 24);
    return sum.endsIn(header.getInt(24), header.getInt(28));
  }

  private static boolean isHeader(ByteBuffer header) {
    int magic = header.getInt(0);
    int pageBytes = header.getInt(8);
    return (magic == MAGIC_BIG_ENDIAN || magic == MAGIC_LITTLE_ENDIAN)
        && pageBytes >= PAGE_BYTES_MIN
        && pageBytes <= PAGE_BYTES_MAX
        && Integer.bitCount(pageBytes) == 1;
  }

  /**
   * Whether a frame is broken, and one that begins a later transaction is not. A frame's checksum
   * goes on from the one stored with the frame before, so a whole frame behind a broken one is
   * recognised (but for the first, if it is the stored checksum that is broken).
   */
  private boolean forgetsTransactions(ByteBuffer header) throws IOException {
    int first = header.getInt(24);
    int second = header.getInt(28);
    boolean anyBroken = false;
    boolean transactionEnded = false;
    for (long at = HEADER_BYTES; at + frameBytes <= channel.size(); at += frameBytes) {
      var frame = read(channel, at, frameBytes);
      boolean whole = isWhole(frame, first, second);
      if (whole && anyBroken && transactionEnded) return true;
      anyBroken |= !whole;
      // A commit frame names the size of the database; of a broken frame this is a guess, and at
      // least one commit must lie between the broken frame and the one that proves the damage.
      if (anyBroken && frame.getInt(4) != 0 && frame.getLong(8) == salts) transactionEnded = true;
      first = frame.getInt(16);
      second = frame.getInt(20);
    }
    return false;
  }

  private boolean isWhole(ByteBuffer frame, int first, int second) {
    if (frame.getLong(8) != salts) return false;
    var sum = new Sum(checksumOrder, first, second);
    sum.add(frame, 0, 8);
    sum.add(frame, FRAME_HEADER_BYTES, frameBytes);
    return sum.endsIn(frame.getInt(16), frame.getInt(20));
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("the write-ahead log became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  /** The checksum of SQLite's log: two sums, each fed by the other. */
  private static final class Sum {
    private final ByteOrder order;
    private int first;
    private int second;

    Sum(ByteOrder order, int first, int second) {
      this.order = order;
      this.first = first;
      this.second = second;
    }

    void add(ByteBuffer bytes, int from, int to) {
      var words = bytes.duplicate().order(order);
      for (int at = from; at < to; at += 8) {
        first += words.getInt(at) + second;
        second += words.getInt(at + 4) + first;
      }
    }

    boolean endsIn(int otherFirst, int otherSecond) {
      return first == otherFirst && second == otherSecond;
    }
  }
}
