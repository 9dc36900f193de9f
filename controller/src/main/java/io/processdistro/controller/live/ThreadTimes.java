package io.processdistro.controller.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one thread did with its time, as Linux counts it since the thread's start. Where that is not
 * told, all times are 0.
 *
 * @param ranNanos on a processor
 * @param waitedNanos ready to run, while no processor was free for it
 */
record ThreadTimes(long ranNanos, long waitedNanos) {
  static final ThreadTimes UNKNOWN = new ThreadTimes(0, 0);

  /** Tells the times of the thread that opened it. */
  static final class Reader {
    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final Path FILE = Path.of("/proc/thread-self/schedstat");
    private static final int LENGTH_MAX = 128;

    private final ByteBuffer buffer = ByteBuffer.allocate(LENGTH_MAX);

    /** Null where there is none. */
    private final FileChannel file;

    private Reader(FileChannel file) {
      this.file = file;
    }

    static Reader ofThisThread() {
      try {
        return new Reader(FileChannel.open(FILE));
      } catch (IOException e) {
        LOG.debug("thread-times=unknown reason=\"{}\"", e.toString());
        return new Reader(null);
      }
    }

    /** Takes some microseconds: the file is the kernel's, not on a disk. */
    ThreadTimes read() {
      if (file == null) return UNKNOWN;
      try {
        int length = file.read(buffer.clear(), 0);
        return parse(new String(buffer.array(), 0, length, StandardCharsets.US_ASCII));
      } catch (IOException | RuntimeException e) {
        LOG.debug("thread-times=unreadable", e);
        return UNKNOWN;
      }
    }
  }

  /**
   * @param text time on a processor, time waiting for one, how often it ran
   */
  static ThreadTimes parse(String text) {
    var words = text.strip().split(" ");
    return new ThreadTimes(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  ThreadTimes since(ThreadTimes earlier) {
    return new ThreadTimes(
        Math.max(0, ranNanos - earlier.ranNanos), Math.max(0, waitedNanos - earlier.waitedNanos));
  }
}
