package io.processdistro.controller.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.controller.tasks.TaskInput;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A node reads what its leases name, as long as they are out. */
class LeasedBlobsTest {
  private static final ContentHash MODULE = ContentHash.of(new byte[] {1});
  private static final ContentHash INPUT = ContentHash.of(new byte[] {2});
  private static final ContentHash OTHER = ContentHash.of(new byte[] {3});
  private static final TaskTerms TERMS =
      TaskTerms.ofBuiltIn(JobId.random(new Random(1)), "squares", MODULE, 1, 1, 1);

  private final LeasedBlobs blobs = new LeasedBlobs();

  private void lease(long number, ContentHash... inputs) {
    var parts = List.of(inputs).stream().map(hash -> BlobSlice.whole(hash, 1)).toList();
    blobs.leased(new LeaseKey(1, number), TERMS, new TaskInput(new byte[0], parts));
  }

  private void end(long number) {
    blobs.ended(new LeaseKey(1, number));
  }

  @Test
  void nothingIsReadWithoutALease() {
    assertThat(blobs.mayRead(MODULE)).isFalse();
  }

  @Test
  void aBlobIsReadUntilTheLastLeaseThatNamesItEnds() {
    lease(1, INPUT, INPUT);
    lease(2, INPUT);
    end(1);
    end(1);
    assertThat(blobs.mayRead(INPUT)).isTrue();
    assertThat(blobs.mayRead(MODULE)).isTrue();
    assertThat(blobs.mayRead(OTHER)).isFalse();
    end(2);
    assertThat(blobs.mayRead(INPUT)).isFalse();
    assertThat(blobs.mayRead(MODULE)).isFalse();
  }

  @Test
  void leasesBroughtAlongNameWhatIsNotKnownUntilTheyEnd() {
    blobs.broughtAlong(new LeaseKey(1, 7));
    assertThat(blobs.mayRead(OTHER)).isTrue();
    lease(7, INPUT);
    assertThat(blobs.mayRead(OTHER)).isFalse();
    assertThat(blobs.mayRead(INPUT)).isTrue();
  }

  @Test
  void isBounded() {
    for (int i = 0; i <= LeasedBlobs.LEASES_MAX; i++) lease(i + 1, i == 0 ? OTHER : INPUT);
    assertThat(blobs.mayRead(OTHER)).isFalse();
    blobs.clear();
    assertThat(blobs.mayRead(INPUT)).isFalse();
  }
}
