package io.processdistro.node.spool;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.TaskReport;
import java.util.List;
import java.util.Optional;

/** One entry of the spool's file: what happened to a report, in order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SpoolRecord.Origin.class, name = "origin"),
  @JsonSubTypes.Type(value = SpoolRecord.Kept.class, name = "kept"),
  @JsonSubTypes.Type(value = SpoolRecord.Forgotten.class, name = "forgotten")
})
sealed interface SpoolRecord {
  /** The first record: whose reports these are. */
  record Origin(NodeId node) implements SpoolRecord {}

  /**
   * A report waits for its acknowledgement; a later one of the same lease replaces it.
   *
   * @param outputFile name of a file beside this one, of an output that is a blob
   */
  record Kept(TaskReport report, HeldLease.Claim claim, Optional<String> outputFile)
      implements SpoolRecord {}

  /** These were acknowledged. */
  record Forgotten(List<LeaseKey> leases) implements SpoolRecord {
    public Forgotten {
      leases = List.copyOf(leases);
    }
  }
}
