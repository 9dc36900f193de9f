package io.processdistro.controller.security.audit;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends entries to the newest segment and begins another when it is long enough. For one thread;
 * all methods block. A batch that failed half-way is cut off again before the next is written.
 */
final class AuditWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
  private static final Set<StandardOpenOption> APPENDING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final Path directory;
  private final AuditLimits limits;
  private AuditHead head;
  private long segment;
  private FileChannel channel;

  /** Of the newest segment; what stands behind it was not written whole. */
  private long wholeBytes;

  private AuditWriter(
      Path directory, AuditLimits limits, AuditHead head, long segment, long wholeBytes) {
    this.directory = directory;
    this.limits = limits;
    this.head = head;
    this.segment = segment;
    this.wholeBytes = wholeBytes;
  }

  static AuditWriter open(Path directory, AuditLimits limits) throws StateException {
    try {
      var segments = AuditSegments.in(directory);
      if (segments.isEmpty() && !AuditHead.existsIn(directory)) AuditHead.NONE.write(directory);
      var head = AuditHead.read(directory);
      if (segments.isEmpty()) return new AuditWriter(directory, limits, head, nextTo(head), 0);
      long newest = segments.lastKey();
      return resume(directory, limits, head, newest, segments.get(newest));
    } catch (IOException e) {
      throw new StateException("cannot read the audit log in " + directory + ": " + e, e);
    }
  }

  /** A log whose segments are gone goes on behind them, so that it shows. */
  private static long nextTo(AuditHead head) {
    return head.number() == 0 ? 1 : head.oldestSegment() + 1;
  }

  /** Takes in entries that were forced to disk before their head was. */
  private static AuditWriter resume(
      Path directory, AuditLimits limits, AuditHead head, long segment, Path file)
      throws IOException {
    var content = Files.readString(file, StandardCharsets.ISO_8859_1);
    var reached = head;
    boolean found = head.number() == 0 || content.isEmpty();
    int from = 0;
    for (int end = content.indexOf('\n'); end >= 0; end = content.indexOf('\n', from)) {
      var entry = AuditEntry.parse(content.substring(from, end));
      if (entry.isEmpty()) return damaged(directory, limits, head, segment, file);
      boolean isHead =
          entry.get().number() == head.number() && entry.get().chain().equals(head.chain());
      boolean follows =
          entry.get().number() == reached.number() + 1 && entry.get().follows(reached.chain());
      if (isHead) found = true;
      if (follows) {
        found = true;
        reached = reached.at(entry.get());
      }
      from = end + 1;
    }
    if (!found) return damaged(directory, limits, head, segment, file);
    return new AuditWriter(directory, limits, reached, segment, from);
  }

  /** The old segment stays as it is, for {@code controller audit verify} to tell of. */
  private static AuditWriter damaged(
      Path directory, AuditLimits limits, AuditHead head, long segment, Path file) {
    LOG.error("audit=damaged file={} remedy=\"controller audit verify\"", file);
    return new AuditWriter(directory, limits, head, segment + 1, 0);
  }

  /** As of the last batch that was written whole. */
  AuditHead head() {
    return head;
  }

  /**
   * Durable when it returns; if it throws, none of them counts.
   *
   * @param entries that follow the head and each other
   */
  void append(List<AuditEntry> entries) throws IOException, StateException {
    if (wholeBytes >= limits.segmentBytesMax()) beginSegment();
    else if (channel == null) open();
    var text = new StringBuilder();
    for (var entry : entries) text.append(entry.line()).append('\n');
    var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
    long length = bytes.remaining();
    channel.truncate(wholeBytes).position(wholeBytes);
    while (bytes.hasRemaining()) channel.write(bytes);
    channel.force(false);
    var reached = head.at(entries.getLast());
    reached.write(directory);
    head = reached;
    wholeBytes += length;
  }

  private void open() throws IOException {
    var file = AuditSegments.file(directory, segment);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    channel = posix ? FileChannel.open(file, APPENDING, owner) : FileChannel.open(file, APPENDING);
  }

  private void beginSegment() throws IOException, StateException {
    close();
    channel = null;
    segment++;
    wholeBytes = 0;
    open();
    long oldest = segment - limits.segmentsKept() + 1;
    if (oldest <= head.oldestSegment()) return;
    var first = firstOf(AuditSegments.file(directory, oldest));
    var former = lastOf(AuditSegments.file(directory, oldest - 1));
    if (first == null || former == null) return; // damaged: nothing of it is thrown away
    var later = head.beginningWith(oldest, first.number() - 1, former.chain());
    later.write(directory);
    head = later;
    for (var file : AuditSegments.in(directory).headMap(oldest).values()) Files.delete(file);
  }

  private static AuditEntry firstOf(Path file) throws IOException {
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.findFirst().flatMap(AuditEntry::parse).orElse(null);
    }
  }

  private static AuditEntry lastOf(Path file) throws IOException {
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.reduce((earlier, later) -> later).flatMap(AuditEntry::parse).orElse(null);
    }
  }

  @Override
  public void close() {
    if (channel == null) return;
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("audit=not-closed reason=\"{}\"", e.toString());
    }
  }
}
