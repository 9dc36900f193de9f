package io.processdistro.node.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With clocks, /proc and /dev of its own. */
class OwnerWordTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-06-01T10:00:00Z");
  private long nanos;

  @BeforeEach
  void machine() throws IOException {
    Files.createDirectories(folder.resolve("dev/pts"));
    Files.createDirectories(folder.resolve("proc"));
    busyTicks(0);
  }

  private void busyTicks(long ticks) throws IOException {
    Files.writeString(
        folder.resolve("proc/stat"), "cpu  " + ticks + " 0 0 999 5 0 0 77 0 0\ncpu0 1 2 3\n");
  }

  private void typed(Instant at) throws IOException {
    var terminal = folder.resolve("dev/pts/3");
    if (!Files.exists(terminal)) Files.createFile(terminal);
    Files.getFileAttributeView(terminal, java.nio.file.attribute.BasicFileAttributeView.class)
        .setTimes(null, FileTime.from(at), null);
  }

  private OwnerWord open(OwnerRules rules) throws StateException {
    return OwnerWord.open(
        rules,
        folder,
        new MachineUse(folder.resolve("proc"), folder.resolve("dev")),
        new OwnerWord.Clocks(() -> now, () -> BERLIN, () -> nanos));
  }

  private void pass(Duration span) {
    now = now.plus(span);
    nanos += span.toNanos();
  }

  @Test
  void withoutRulesItAlwaysMayWork() throws Exception {
    assertThat(open(OwnerRules.NONE).objections(0)).isEmpty();
  }

  @Test
  void hoursAreThoseOfThisPlace() throws Exception {
    var word =
        open(
            new OwnerRules(
                Optional.of(WorkHours.parse("22:00-06:00")),
                Optional.empty(),
                OptionalDouble.empty()));
    assertThat(word.objections(0)).containsExactly("it works from 22:00 to 06:00");
    now = Instant.parse("2026-06-01T20:00:00Z"); // 22:00 there
    assertThat(word.objections(0)).isEmpty();
  }

  @Test
  void aPauseHoldsForItsTimeOrUntilItIsEnded() throws Exception {
    var word = open(OwnerRules.NONE);
    word.pause(Optional.of(Duration.ofHours(2)));
    assertThat(word.objections(0)).containsExactly("paused by its owner until 14:00");
    pass(Duration.ofHours(2));
    assertThat(word.objections(0)).isEmpty();
    word.pause(Optional.empty());
    pass(Duration.ofDays(400));
    assertThat(word.objections(0)).containsExactly("paused by its owner");
    word.resume();
    assertThat(word.objections(0)).isEmpty();
  }

  @Test
  void aPauseOutlivesTheNodeAndAnUnreadableOneIsAPause() throws Exception {
    open(OwnerRules.NONE).pause(Optional.of(Duration.ofDays(1)));
    assertThat(open(OwnerRules.NONE).objections(0))
        .containsExactly("paused by its owner until 2 Jun 12:00");
    Files.writeString(folder.resolve("paused"), "\0garbage");
    var word = open(OwnerRules.NONE);
    assertThat(word.objections(0)).containsExactly("paused by its owner");
    word.resume();
    assertThat(open(OwnerRules.NONE).objections(0)).isEmpty();
  }

  @Test
  void severalReasonsAreAllTold() throws Exception {
    var word =
        open(
            new OwnerRules(
                Optional.of(WorkHours.parse("22:00-06:00")),
                Optional.of(IdleRule.after(Duration.ofMinutes(5))),
                OptionalDouble.empty()));
    word.pause(Optional.empty());
    assertThat(word.objections(0)).hasSize(3);
  }

  @Test
  void whatTheNodeItselfUsesIsNotTheUseOfOthers() throws Exception {
    var word = open(idleAfter(Duration.ofSeconds(60)));
    long ownNanos = 0;
    for (int second = 0; second <= 61; second++) {
      busyTicks(200L * second); // two processors, all of it our own
      word.objections(ownNanos);
      ownNanos += TimeUnit.SECONDS.toNanos(2);
      pass(Duration.ofSeconds(1));
    }
    assertThat(word.objections(ownNanos)).isEmpty();
    for (int second = 62; second <= 80; second++) {
      busyTicks(400L * second); // and two of others
      word.objections(ownNanos);
      ownNanos += TimeUnit.SECONDS.toNanos(2);
      pass(Duration.ofSeconds(1));
    }
    assertThat(word.objections(ownNanos)).hasSize(1);
  }

  @Test
  void whatIsTypedIntoAnyTerminalCounts() throws Exception {
    var word = open(idleAfter(Duration.ofSeconds(60)));
    for (int second = 0; second <= 61; second++) {
      word.objections(0);
      pass(Duration.ofSeconds(1));
    }
    assertThat(word.objections(0)).isEmpty();
    typed(now.minusSeconds(2));
    pass(Duration.ofSeconds(1));
    assertThat(word.objections(0)).singleElement().asString().contains("somebody typed");
  }

  @Test
  void aSystemThatTellsNothingIsNeverIdle() throws Exception {
    Files.writeString(folder.resolve("proc/stat"), "nothing of use");
    assertThat(open(idleAfter(Duration.ofSeconds(60))).objections(0))
        .singleElement()
        .asString()
        .contains("cannot be told");
  }

  private static OwnerRules idleAfter(Duration quiet) {
    return new OwnerRules(
        Optional.empty(), Optional.of(IdleRule.after(quiet)), OptionalDouble.empty());
  }
}
