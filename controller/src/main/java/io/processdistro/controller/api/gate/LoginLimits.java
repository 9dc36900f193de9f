package io.processdistro.controller.api.gate;

import io.processdistro.controller.security.Principal;
import io.processdistro.controller.security.RateLimiter;
import io.processdistro.controller.security.SecurityLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which authentications are worth an answer of their own and a line in the audit log. Belongs to
 * the event loop.
 */
public final class LoginLimits {
  private static final int ANONYMOUS_PER_MINUTE = 10;
  private static final int USES_KEPT = 4_096;
  private static final long USE_NANOS = TimeUnit.HOURS.toNanos(1);

  private final LongSupplier nanoTime;
  private final RateLimiter wrong;
  private final RateLimiter anonymous;
  private final Map<String, Long> uses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > USES_KEPT;
        }
      };
  private long silent;

  public LoginLimits(SecurityLimits limits, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.wrong = RateLimiter.perMinute(limits.failedLoginsPerMinute(), nanoTime);
    this.anonymous = RateLimiter.perMinute(ANONYMOUS_PER_MINUTE, nanoTime);
  }

  /** Counts wrong credentials; false if there were too many from there. */
  public boolean countsWrong(String address) {
    return wrong.takes(address);
  }

  /** Counts a request without credentials, likewise. */
  boolean countsAnonymous(String address) {
    return anonymous.takes(address);
  }

  /** Counts a refusal that got no line of its own. */
  public void countSilent() {
    silent++;
  }

  /** How many refusals got no line since this was last asked. */
  long takeSilent() {
    long count = silent;
    silent = 0;
    return count;
  }

  /** Whether this principal was not seen at this address within the last hour. */
  boolean isFirstUse(Principal principal, String address) {
    var use = principal + "@" + address;
    long now = nanoTime.getAsLong();
    var before = uses.get(use);
    if (before != null && now - before < USE_NANOS) return false;
    uses.remove(use);
    uses.put(use, now);
    return true;
  }
}
