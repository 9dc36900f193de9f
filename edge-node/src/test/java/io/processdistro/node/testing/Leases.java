package io.processdistro.node.testing;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.TaskTerms;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Leases as a controller of epoch 1 would send them. */
public final class Leases {
  /** The one module that nodes under test have. */
  public static final byte[] MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private static final JobId JOB = JobId.random(new Random(7));

  private Leases() {}

  public static LeaseKey key(long number) {
    return new LeaseKey(1, number);
  }

  public static TaskTerms terms() {
    return terms(ContentHash.of(MODULE), 30_000);
  }

  public static TaskTerms terms(ContentHash module, long wallMillisMax) {
    return TaskTerms.ofBuiltIn(JOB, "test", module, wallMillisMax, 1 << 20, 64 << 20);
  }

  public static LeaseGrant grant(long number, String header, BlobSlice... parts) {
    return new LeaseGrant(
        number, 0, number, number + 1, header.getBytes(StandardCharsets.UTF_8), List.of(parts));
  }

  /** What a grant of that number is about. */
  public static HeldLease.Claim claim(long number) {
    return new HeldLease.Claim(JOB, number, number + 1);
  }

  /** As the node tells of it when it connects. */
  public static HeldLease held(long number, HeldLease.State state) {
    return new HeldLease(key(number), state, Optional.of(claim(number)));
  }

  public static ControllerMessage.Assign assign(LeaseGrant... grants) {
    return new ControllerMessage.Assign(1, List.of(terms()), List.of(grants));
  }

  public static ControllerMessage.Assign assign(TaskTerms terms, LeaseGrant... grants) {
    return new ControllerMessage.Assign(1, List.of(terms), List.of(grants));
  }
}
