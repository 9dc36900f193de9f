package io.processdistro.node.runner;

/** How long the guest's own function ran. For one thread. */
final class KernelClock {
  private long nanos;

  /** Measures until the returned lap is closed, however that comes. */
  Lap start() {
    long start = System.nanoTime();
    return () -> nanos = System.nanoTime() - start;
  }

  long nanos() {
    return nanos;
  }

  /** A measurement that goes on. */
  @FunctionalInterface
  interface Lap extends AutoCloseable {
    @Override
    void close();
  }
}
