package io.processdistro.common.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.processdistro.common.values.LeaseKey;
import java.util.List;

/** What the controller says to a node. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ControllerMessage.Welcome.class, name = "welcome"),
  @JsonSubTypes.Type(value = ControllerMessage.Assign.class, name = "assign"),
  @JsonSubTypes.Type(value = ControllerMessage.Acknowledge.class, name = "acknowledge"),
  @JsonSubTypes.Type(value = ControllerMessage.Revoke.class, name = "revoke"),
  @JsonSubTypes.Type(value = ControllerMessage.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = ControllerMessage.Refusal.class, name = "refusal")
})
public sealed interface ControllerMessage {
  /**
   * The answer to Hello. {@code heartbeatMillis} may change: the controller then sends another
   * Welcome.
   */
  record Welcome(
      int protocolMajor, int protocolMinor, long epoch, long heartbeatMillis, long leaseMillis)
      implements ControllerMessage {}

  /**
   * New leases.
   *
   * @param terms what many leases of one job share; {@link LeaseGrant#terms} is an index into it
   */
  record Assign(long epoch, List<TaskTerms> terms, List<LeaseGrant> leases)
      implements ControllerMessage {
    public Assign {
      terms = List.copyOf(terms);
      leases = List.copyOf(leases);
      for (var lease : leases) {
        if (lease.terms() < 0 || lease.terms() >= terms.size()) {
          throw new IllegalArgumentException(
              "lease " + lease.number() + " names terms " + lease.terms() + " of " + terms.size());
        }
      }
    }
  }

  /** These reports are safe (or of no use to anybody): forget them. */
  record Acknowledge(List<LeaseKey> leases) implements ControllerMessage {
    public Acknowledge {
      leases = List.copyOf(leases);
    }
  }

  /** Give these back if they have not started; one that has is reported as usual. */
  record Revoke(List<LeaseKey> leases) implements ControllerMessage {
    public Revoke {
      leases = List.copyOf(leases);
    }
  }

  /** Stop these, started or not; each is reported as cancelled, or as done if it was faster. */
  record Cancel(List<LeaseKey> leases) implements ControllerMessage {
    public Cancel {
      leases = List.copyOf(leases);
    }
  }

  /**
   * The last message was not accepted.
   *
   * @param fatal whether the connection ends here and trying again is useless until something is
   *     changed
   */
  record Refusal(String reason, boolean fatal) implements ControllerMessage {}
}
