package io.processdistro.controller.security;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts what each of many parties does against one bandwidth. Remembers the {@value #PARTIES_MAX}
 * that came last: whoever was forgotten begins with a full allowance. Belongs to one thread.
 */
public final class RateLimiter {
  private static final int PARTIES_MAX = 10_000;

  private final Bandwidth bandwidth;
  private final TimeMeter clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > PARTIES_MAX;
        }
      };

  private RateLimiter(Bandwidth bandwidth, LongSupplier nanoTime) {
    this.bandwidth = bandwidth;
    this.clock = new NanoClock(nanoTime);
  }

  private record NanoClock(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  /**
   * @param burst allowed at once after a rest
   */
  public static RateLimiter perSecond(int count, int burst, LongSupplier nanoTime) {
    return of(burst, count, Duration.ofSeconds(1), nanoTime);
  }

  public static RateLimiter perMinute(int count, LongSupplier nanoTime) {
    return of(count, count, Duration.ofMinutes(1), nanoTime);
  }

  private static RateLimiter of(int capacity, int count, Duration time, LongSupplier nanoTime) {
    var bandwidth = Bandwidth.builder().capacity(capacity).refillGreedy(count, time).build();
    return new RateLimiter(bandwidth, nanoTime);
  }

  /** Counts one more of this party; false if that is one too many. */
  public boolean takes(String party) {
    return buckets
        .computeIfAbsent(
            party,
            ignored -> Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(clock).build())
        .tryConsume(1);
  }
}
