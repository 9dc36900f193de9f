package io.processdistro.node.owner;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the node may work at this moment, by its owner's rules and pause. Blocks for moments on
 * small files; safe for use by many threads.
 */
public final class OwnerWord {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerWord.class);
  private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("d MMM HH:mm");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  private final OwnerRules rules;
  private final OwnerPause pause;
  private final MachineUse machine;
  private final Clocks clocks;
  private final Optional<IdleWatch> watch;
  private Optional<Look> lastLook = Optional.empty();
  private boolean useUnknown;

  private record Look(long atNanos, long busyNanos, long ownNanos) {}

  /**
   * @param wall by which hours and pauses count; it may be set
   * @param zone where the machine is, asked each time
   * @param nanos only goes forward
   */
  public record Clocks(
      InstantSource wall, java.util.function.Supplier<ZoneId> zone, LongSupplier nanos) {
    public static final Clocks SYSTEM =
        new Clocks(InstantSource.system(), ZoneId::systemDefault, System::nanoTime);
  }

  private OwnerWord(OwnerRules rules, OwnerPause pause, MachineUse machine, Clocks clocks) {
    this.rules = rules;
    this.pause = pause;
    this.machine = machine;
    this.clocks = clocks;
    this.watch = rules.idle().map(IdleWatch::new);
  }

  /**
   * @param directory of the node, where a pause is kept
   */
  public static OwnerWord open(OwnerRules rules, Path directory) throws StateException {
    return open(rules, directory, new MachineUse(Path.of("/proc"), Path.of("/dev")), Clocks.SYSTEM);
  }

  static OwnerWord open(OwnerRules rules, Path directory, MachineUse machine, Clocks clocks)
      throws StateException {
    return new OwnerWord(rules, OwnerPause.openIn(directory), machine, clocks);
  }

  public OwnerRules rules() {
    return rules;
  }

  /**
   * What stands against work now, each in words for people that stay the same as long as it does;
   * empty if it may work.
   *
   * @param ownNanos processor time that this node has used, summed up since any moment: what the
   *     machine's other programs use is the rest
   */
  public synchronized List<String> objections(long ownNanos) {
    var now = clocks.wall().instant().atZone(clocks.zone().get());
    var objections = new ArrayList<String>();
    if (pause.holdsAt(now.toInstant())) objections.add(pauseText(now));
    rules
        .hours()
        .filter(hours -> !hours.contain(now.toLocalTime()))
        .ifPresent(hours -> objections.add("it works from " + hours.from() + " to " + hours.to()));
    watch.flatMap(idle -> use(idle, ownNanos, now.toInstant())).ifPresent(objections::add);
    return List.copyOf(objections);
  }

  private String pauseText(ZonedDateTime now) {
    return pause
        .until()
        .map(end -> end.atZone(now.getZone()))
        .map(
            end ->
                "paused by its owner until "
                    + end.format(end.toLocalDate().equals(now.toLocalDate()) ? TIME : DAY_AND_TIME))
        .orElse("paused by its owner");
  }

  private Optional<String> use(IdleWatch idle, long ownNanos, Instant now) {
    long nanos = clocks.nanos().getAsLong();
    try {
      var look = new Look(nanos, machine.busyNanos(), ownNanos);
      var before = lastLook.filter(earlier -> earlier.atNanos() < nanos);
      lastLook = Optional.of(look);
      double cores = before.map(earlier -> coresOfOthers(earlier, look)).orElse(0.0);
      var sinceInput = machine.lastInput().map(input -> Duration.between(input, now).abs());
      idle.saw(nanos, cores, sinceInput);
      return idle.use();
    } catch (IOException e) {
      if (!useUnknown)
        LOG.warn("idle=unknown reason=\"{}\" action=\"taking no work\"", e.getMessage());
      useUnknown = true;
      return Optional.of("whether its machine is in use cannot be told: " + e.getMessage());
    }
  }

  private static double coresOfOthers(Look before, Look now) {
    double others = (now.busyNanos() - before.busyNanos()) - (now.ownNanos() - before.ownNanos());
    return Math.max(0, others / (now.atNanos() - before.atNanos()));
  }

  /** Processors that other programs use, averaged over some seconds; empty if nobody asked. */
  public synchronized Optional<Double> coresOfOthers() {
    return watch.map(IdleWatch::coresOfOthers);
  }

  /**
   * Pauses, or changes until when.
   *
   * @param span more than nothing; empty for until somebody resumes
   */
  public synchronized void pause(Optional<Duration> span) throws StateException {
    pause.pause(
        span.map(length -> clocks.wall().instant().plus(length).truncatedTo(ChronoUnit.SECONDS)));
  }

  /** Ends a pause; hours and the use of the machine still count. */
  public synchronized void resume() throws StateException {
    pause.resume();
  }
}
