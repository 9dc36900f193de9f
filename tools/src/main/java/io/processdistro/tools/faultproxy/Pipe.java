package io.processdistro.tools.faultproxy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One direction of one connection: a thread reads, another delivers when the time has come. At most
 * {@value #PIECES_MAX} pieces of {@value #PIECE_BYTES_MAX} bytes are on their way; then it reads no
 * more, as a full network would.
 */
final class Pipe {
  private static final int PIECE_BYTES_MAX = 16 * 1024;
  private static final int PIECES_MAX = 64;

  /** No bytes: the sender has ended his side. */
  private record Piece(byte[] bytes, long dueNanos) {
    boolean isEnd() {
      return bytes.length == 0;
    }
  }

  private final Socket from;
  private final Socket to;
  private final Supplier<LinkFaults> faults;
  private final RandomGenerator random;
  private final ProxyCounters counters;
  private final Damage damage;
  private final BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES_MAX);
  private long lastDueNanos = System.nanoTime();
  private long lineFreeNanos = System.nanoTime();

  /**
   * @param faults asked anew for each piece
   */
  Pipe(
      Socket from,
      Socket to,
      Supplier<LinkFaults> faults,
      RandomGenerator random,
      ProxyCounters counters) {
    this.from = from;
    this.to = to;
    this.faults = faults;
    this.random = random;
    this.counters = counters;
    this.damage = new Damage(random, counters);
  }

  /** Reads until the sender ends; blocks. */
  void read() throws IOException, InterruptedException {
    var buffer = new byte[PIECE_BYTES_MAX];
    var in = from.getInputStream();
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      var now = faults.get();
      if (now.discarding()) {
        counters.discardedBytes.add(length);
        continue;
      }
      var bytes = new byte[length];
      System.arraycopy(buffer, 0, bytes, 0, length);
      underWay.put(new Piece(damage.applyTo(bytes, now), dueNanos(now)));
    }
    underWay.put(new Piece(new byte[0], dueNanos(faults.get())));
  }

  private long dueNanos(LinkFaults now) {
    long jitterNanos = now.jitter().isZero() ? 0 : random.nextLong(now.jitter().toNanos());
    long due = System.nanoTime() + now.latency().toNanos() + jitterNanos;
    lastDueNanos = Math.max(lastDueNanos, due);
    return lastDueNanos;
  }

  /** Delivers until the sender's end comes; blocks. */
  void deliver() throws IOException, InterruptedException {
    var out = to.getOutputStream();
    for (var piece = underWay.take(); !piece.isEnd(); piece = underWay.take()) {
      sleepUntil(piece.dueNanos());
      var now = faults.get();
      if (now.discarding()) {
        counters.discardedBytes.add(piece.bytes().length);
        continue;
      }
      takeLine(piece.bytes().length, now.bytesPerSecondMax());
      out.write(piece.bytes());
      counters.deliveredBytes.add(piece.bytes().length);
    }
  }

  /** Tells the receiver that nothing more comes. */
  void end() throws IOException {
    to.shutdownOutput();
  }

  /** Forgets what is under way, until the sender's end; blocks. */
  void drain() throws InterruptedException {
    for (var piece = underWay.take(); !piece.isEnd(); piece = underWay.take()) {
      counters.discardedBytes.add(piece.bytes().length);
    }
  }

  private void takeLine(int lengthBytes, long bytesPerSecondMax) throws InterruptedException {
    if (bytesPerSecondMax == 0) return;
    long start = Math.max(System.nanoTime(), lineFreeNanos);
    lineFreeNanos = start + Math.round(lengthBytes * 1e9 / bytesPerSecondMax);
    sleepUntil(lineFreeNanos);
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long waitNanos = nanoTime - System.nanoTime();
    if (waitNanos > 0) Thread.sleep(Duration.ofNanos(waitNanos));
  }
}
