package io.processdistro.controller.store;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs as files {@code <directory>/ab/abcdef…}, written under a temporary name, forced to disk,
 * renamed, and the directory forced too. One that is found damaged goes to {@code
 * <directory>/damaged}, for people to look at; nothing deletes it there.
 */
public final class FileBlobStore implements BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileBlobStore.class);
  private static final String TEMPORARY_DIRECTORY = "uploading";
  private static final String DAMAGED_DIRECTORY = "damaged";
  private static final int HASH_NAME_LENGTH = 64;

  /** What {@link #loadRecent} reads. */
  private static final Duration RECENT = Duration.ofMinutes(15);

  private static final long RECENT_BYTES_MAX = 1L << 30;

  private final Path directory;
  private final Path temporaryDirectory;
  private final BlobIndex index;
  private final AtomicLong temporaryNumber = new AtomicLong();

  /** Held while index and files differ, so that the collector cannot delete a file just renamed. */
  private final ReentrantLock filesLock = new ReentrantLock();

  private FileBlobStore(Path directory, BlobIndex index) {
    this.directory = directory;
    this.temporaryDirectory = directory.resolve(TEMPORARY_DIRECTORY);
    this.index = index;
  }

  /**
   * Opens or makes a store: lists what is there (one stat per blob), removes unfinished uploads.
   *
   * @param nanos a clock that only moves forward, such as {@link System#nanoTime}
   */
  public static FileBlobStore open(Path directory, BlobStoreLimits limits, LongSupplier nanos)
      throws IOException {
    var store = new FileBlobStore(directory, new BlobIndex(limits, nanos));
    Files.createDirectories(store.temporaryDirectory);
    store.deleteTemporaryFiles();
    store.listBlobs();
    return store;
  }

  @Override
  public Optional<StoredBlob> find(ContentHash hash) {
    long lengthBytes = index.use(hash);
    return lengthBytes < 0
        ? Optional.empty()
        : Optional.of(new StoredBlob(hash, lengthBytes, pathOf(hash)));
  }

  @Override
  public Optional<StoredBlob> load(ContentHash hash) throws IOException {
    if (index.isUnverified(hash)) verify(hash);
    return find(hash);
  }

  /** Twice at once costs time, nothing else. */
  private void verify(ContentHash hash) throws IOException {
    var path = pathOf(hash);
    ContentHash actual;
    long lengthBytes;
    try {
      actual = ContentHash.ofFile(path);
      lengthBytes = Files.size(path);
    } catch (NoSuchFileException e) {
      index.remove(hash);
      return;
    }
    filesLock.lock();
    try {
      if (!index.isUnverified(hash)) return;
      if (actual.equals(hash)) {
        index.add(hash, lengthBytes);
      } else {
        setAside(hash, path);
      }
    } finally {
      filesLock.unlock();
    }
  }

  private void setAside(ContentHash hash, Path path) throws IOException {
    var aside = directory.resolve(DAMAGED_DIRECTORY).resolve(hash.toString());
    Files.createDirectories(aside.getParent());
    Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
    index.remove(hash);
    LOG.error(
        "store=blob-damaged blob={} moved_to={} remedy=\"store it again, or resume its job\"",
        hash,
        aside);
  }

  @Override
  public void loadRecent() throws IOException {
    var recent = new TreeMap<FileTime, ContentHash>(Comparator.reverseOrder());
    forEachBlob((hash, path) -> recent.put(Files.getLastModifiedTime(path), hash));
    if (recent.isEmpty()) return;
    var since = FileTime.from(recent.firstKey().toInstant().minus(RECENT));
    long bytes = 0;
    for (var hash : recent.headMap(since, true).values()) {
      bytes += load(hash).map(StoredBlob::lengthBytes).orElse(0L);
      if (bytes > RECENT_BYTES_MAX) return;
    }
  }

  @Override
  public ContentHash put(ByteBuffer content) throws IOException {
    return put(content, true);
  }

  @Override
  public ContentHash putDerived(ByteBuffer content) throws IOException {
    return put(content, false);
  }

  private ContentHash put(ByteBuffer content, boolean durable) throws IOException {
    long lengthBytes = content.remaining();
    var hash = ContentHash.of(content.duplicate());
    if (find(hash).isEmpty()) {
      var temporary = newTemporaryFile();
      try {
        try (var channel = openNew(temporary)) {
          writeAll(channel, content);
          if (durable) channel.force(true);
        }
        keep(temporary, hash, lengthBytes, durable);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } else {
      content.position(content.limit());
    }
    return hash;
  }

  @Override
  public BlobSink openSink(long lengthBytesMax) throws IOException {
    var temporary = newTemporaryFile();
    return new FileSink(temporary, openNew(temporary), lengthBytesMax);
  }

  @Override
  public void pin(ContentHash hash) {
    index.pin(hash);
  }

  @Override
  public void unpin(ContentHash hash) {
    index.unpin(hash);
  }

  @Override
  public void expireSoon(ContentHash hash) {
    index.expireSoon(hash);
  }

  @Override
  public void collectGarbage() {
    filesLock.lock();
    try {
      for (var hash : index.takeGarbage()) delete(hash);
    } finally {
      filesLock.unlock();
    }
  }

  @Override
  public long totalBytes() {
    return index.totalBytes();
  }

  @Override
  public int count() {
    return index.count();
  }

  @Override
  public void close() {
    try {
      deleteTemporaryFiles();
    } catch (IOException e) {
      LOG.warn("store=uploads-not-deleted reason=\"{}\"", e.getMessage());
    }
  }

  private Path pathOf(ContentHash hash) {
    var name = hash.toString();
    return directory.resolve(name.substring(0, 2)).resolve(name);
  }

  private Path newTemporaryFile() {
    return temporaryDirectory.resolve(Long.toString(temporaryNumber.incrementAndGet()));
  }

  private static FileChannel openNew(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void writeAll(FileChannel channel, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) channel.write(content);
  }

  private StoredBlob keep(Path temporary, ContentHash hash, long lengthBytes, boolean durable)
      throws IOException {
    var path = pathOf(hash);
    var folder = path.getParent();
    filesLock.lock();
    try {
      boolean newFolder = !Files.isDirectory(folder);
      if (newFolder) Files.createDirectory(folder);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      if (durable && newFolder) DurableFiles.force(directory);
      if (durable) DurableFiles.force(folder);
      index.add(hash, lengthBytes);
    } finally {
      filesLock.unlock();
    }
    return new StoredBlob(hash, lengthBytes, path);
  }

  private void delete(ContentHash hash) {
    try {
      Files.deleteIfExists(pathOf(hash));
    } catch (IOException e) {
      LOG.warn("store=blob-not-deleted blob={} reason=\"{}\"", hash.brief(), e.getMessage());
    }
  }

  private void deleteTemporaryFiles() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporaryDirectory)) {
      for (var file : files) Files.deleteIfExists(file);
    }
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(ContentHash hash, Path path) throws IOException;
  }

  private void listBlobs() throws IOException {
    forEachBlob((hash, path) -> index.addUnverified(hash, Files.size(path)));
  }

  private void forEachBlob(Visitor visitor) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, "[0-9a-f][0-9a-f]")) {
      for (var folder : folders) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
          for (var file : files) {
            var name = file.getFileName().toString();
            if (name.length() != HASH_NAME_LENGTH) continue;
            visitor.visit(ContentHash.parse(name), file);
          }
        }
      }
    }
  }

  private final class FileSink implements BlobSink {
    private final Path temporary;
    private final FileChannel channel;
    private final long lengthBytesMax;
    private final MessageDigest digest = ContentHash.newDigest();
    private long lengthBytes;

    FileSink(Path temporary, FileChannel channel, long lengthBytesMax) {
      this.temporary = temporary;
      this.channel = channel;
      this.lengthBytesMax = lengthBytesMax;
    }

    @Override
    public void write(ByteBuffer content) throws IOException, BlobRefusedException {
      lengthBytes += content.remaining();
      if (lengthBytes > lengthBytesMax) {
        throw new BlobRefusedException(
            ErrorCode.TOO_LARGE, "a blob has at most " + lengthBytesMax + " bytes, this has more");
      }
      digest.update(content.duplicate());
      writeAll(channel, content);
    }

    @Override
    public StoredBlob finish(ContentHash expected) throws IOException, BlobRefusedException {
      channel.force(true);
      channel.close();
      var hash = ContentHash.fromDigest(digest.digest());
      if (!hash.equals(expected)) {
        throw new BlobRefusedException(
            ErrorCode.INVALID_INPUT,
            "the content has SHA-256 "
                + hash
                + ", not "
                + expected
                + ": it was damaged, cut short, or named wrongly");
      }
      return keep(temporary, hash, lengthBytes, true);
    }

    @Override
    public void close() {
      try {
        channel.close();
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        LOG.warn("store=upload-not-deleted file={} reason=\"{}\"", temporary, e.getMessage());
      }
    }
  }
}
