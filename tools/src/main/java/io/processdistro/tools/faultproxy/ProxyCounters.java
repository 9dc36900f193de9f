package io.processdistro.tools.faultproxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a proxy has done; written by its threads, read by any. */
public final class ProxyCounters {
  final LongAdder accepted = new LongAdder();
  final LongAdder refused = new LongAdder();
  final AtomicInteger open = new AtomicInteger();
  final LongAdder deliveredBytes = new LongAdder();
  final LongAdder discardedBytes = new LongAdder();
  final LongAdder flippedBits = new LongAdder();
  final LongAdder repeatedBytes = new LongAdder();

  /** Connections that were passed on to the server. */
  public long accepted() {
    return accepted.sum();
  }

  /** Connections that were closed at once. */
  public long refused() {
    return refused.sum();
  }

  public int open() {
    return open.get();
  }

  public long deliveredBytes() {
    return deliveredBytes.sum();
  }

  public long discardedBytes() {
    return discardedBytes.sum();
  }

  public long flippedBits() {
    return flippedBits.sum();
  }

  public long repeatedBytes() {
    return repeatedBytes.sum();
  }

  /** One line for people. */
  @Override
  public String toString() {
    return "connections %d, refused %d, open %d; bytes delivered %d, discarded %d, repeated %d; bits flipped %d"
        .formatted(
            accepted(),
            refused(),
            open(),
            deliveredBytes(),
            discardedBytes(),
            repeatedBytes(),
            flippedBits());
  }
}
