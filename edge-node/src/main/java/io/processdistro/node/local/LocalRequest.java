package io.processdistro.node.local;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** What the owner wants of a running node. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LocalRequest.Status.class, name = "status"),
  @JsonSubTypes.Type(value = LocalRequest.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = LocalRequest.Resume.class, name = "resume")
})
public sealed interface LocalRequest {
  /** Tell what you do. */
  record Status() implements LocalRequest {}

  /**
   * Take no more work; answered with the status that follows.
   *
   * @param seconds for so long, at most {@link #SECONDS_MAX}; null for until resumed
   */
  record Pause(Long seconds) implements LocalRequest {
    /** Ten years: an end that a clock can show. */
    public static final long SECONDS_MAX = Duration.ofDays(3650).toSeconds();

    public Pause {
      if (seconds != null && (seconds < 1 || seconds > SECONDS_MAX)) {
        throw new IllegalArgumentException("a pause lasts 1 s to 3650 days, not " + seconds + " s");
      }
    }
  }

  /** End a pause; answered with the status that follows. */
  record Resume() implements LocalRequest {}
}
