package io.processdistro.node.tasks;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.TaskTerms;
import java.nio.charset.StandardCharsets;

/**
 * What the randomness of a task follows from: its job and its place in the job. So it is the same
 * for each attempt on any node, and another one for each task.
 */
final class TaskSeed {
  private TaskSeed() {}

  static long of(TaskTerms terms, LeaseGrant grant) {
    var identity = terms.job() + " " + terms.phase().exportName() + " " + grant.from();
    return ContentHash.of(identity.getBytes(StandardCharsets.UTF_8)).bits0();
  }
}
