package io.processdistro.node.runner.guest;

/** How long the guest's own function ran. For one thread. */
public final class KernelClock {
  private long nanos;

  /** Measures until the returned lap is closed, however that comes. */
  public Lap start() {
    long start = System.nanoTime();
    return () -> nanos = System.nanoTime() - start;
  }

  public long nanos() {
    return nanos;
  }

  /** A measurement that goes on. */
  @FunctionalInterface
  public interface Lap extends AutoCloseable {
    @Override
    void close();
  }
}
