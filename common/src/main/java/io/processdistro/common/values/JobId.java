package io.processdistro.common.values;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/** Names a job; given by the controller when it accepts the job, never reused. */
public record JobId(@JsonValue String text) implements Comparable<JobId> {
  /**
   * @throws IllegalArgumentException unless it is 16 characters of a-z and 2-7
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JobId {
    Identifiers.requireShape("a job id", text);
  }

  /** Draws 80 bits; give a {@link java.security.SecureRandom} where guessing must be impossible. */
  public static JobId random(RandomGenerator random) {
    return new JobId(Identifiers.random(random));
  }

  @Override
  public int compareTo(JobId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
