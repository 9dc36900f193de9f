package io.processdistro.node.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleWatchTest {
  private static final Duration QUIET = Duration.ofSeconds(60);

  private final IdleWatch watch = new IdleWatch(IdleRule.after(QUIET));
  private Optional<Duration> sinceInput = Optional.empty();
  private long seconds;

  /** Others use so many processors for so long, looked at each second. */
  private void others(double cores, int forSeconds) {
    for (int i = 0; i < forSeconds; i++) {
      watch.saw(TimeUnit.SECONDS.toNanos(seconds++), cores, sinceInput);
    }
  }

  @Test
  void itIsIdleWhenItWasQuietForTheWholeTimeAndNotBefore() {
    others(0.05, 60);
    assertThat(watch.use()).get().asString().contains("not been quiet for 1 min");
    others(0.05, 1);
    assertThat(watch.use()).isEmpty();
  }

  @Test
  void aMomentOfNoiseChangesNothingALastingOneEndsIt() {
    others(0.05, 61);
    others(1, 2);
    assertThat(watch.use()).as("two seconds of one processor").isEmpty();
    others(0, 10);
    others(1, 10);
    assertThat(watch.use()).isPresent();
  }

  @Test
  void betweenTheTwoBoundsItStaysWhatItIs() {
    others(0.4, 300);
    assertThat(watch.use()).as("used machines become idle below 0.25").isPresent();
    others(0.05, 90);
    assertThat(watch.use()).isEmpty();
    others(0.4, 300);
    assertThat(watch.use()).as("idle machines become used above 0.5").isEmpty();
  }

  @Test
  void whoTypesHasTheMachineAtOnceAndForTheWholeTime() {
    others(0, 61);
    sinceInput = Optional.of(Duration.ofSeconds(1));
    others(0, 1);
    assertThat(watch.use()).get().asString().contains("somebody typed within the last 1 min");
    sinceInput = Optional.of(QUIET.minusMillis(1));
    others(0, 1);
    assertThat(watch.use()).isPresent();
    sinceInput = Optional.of(QUIET);
    others(0, 1);
    assertThat(watch.use()).isEmpty();
  }
}
