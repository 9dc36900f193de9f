package io.processdistro.controller.live;

import io.processdistro.scheduler.Lease;
import java.util.Optional;

/**
 * A lease that is out.
 *
 * @param slot the one that it is in, as far as that can be told; empty while it waits
 * @param grantedNanos scheduler's clock
 */
public record LeaseView(Lease lease, Optional<Integer> slot, long grantedNanos) {}
