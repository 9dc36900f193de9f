package io.processdistro.tools.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A step on the way of a node's process to its first tile, found in the log that the node writes
 * with {@code --verbose}.
 */
enum StartStep {
  OPTIONS_READ("agent: options read", "start-up step=options-read"),
  RUNNER_PROCESS("agent: runner's process started", "start-up step=runner-process"),
  RUNNER_MAIN("runner: its own code begins", "start-up step=runner-ready"),
  RUNNER_ENGINE("runner: engine made", "start-up step=runner-ready"),
  MEMBER("agent: member of the cluster", "start-up step=member"),
  CONNECTED("agent: connected", " connected controller="),
  FIRST_LEASE("agent: first lease", "start-up step=first-lease"),
  SELF_TEST("runner: self-test over", "start-up step=runner-ready"),
  WARM("runner: module warm", "warm-up module=");

  private static final String MAIN = "main_epoch_ms=";
  private static final String ENGINE = "engine_ms=";
  private static final int TIME_LENGTH = "HH:mm:ss.SSS".length();

  private final String title;
  private final String mark;

  StartStep(String title, String mark) {
    this.title = title;
    this.mark = mark;
  }

  String title() {
    return title;
  }

  /**
   * Milliseconds from {@code start}; empty if the log does not have it.
   *
   * @param log lines that begin with the time of day
   */
  OptionalDouble millis(List<String> log, Instant start) {
    return log.stream()
        .filter(line -> line.contains(mark))
        .mapToDouble(line -> millis(line, start))
        .findFirst();
  }

  private double millis(String line, Instant start) {
    return switch (this) {
      case RUNNER_MAIN -> number(line, MAIN) - start.toEpochMilli();
      case RUNNER_ENGINE -> number(line, MAIN) + number(line, ENGINE) - start.toEpochMilli();
      default -> sinceStart(line, start);
    };
  }

  private static double sinceStart(String line, Instant start) {
    var at = LocalTime.parse(line.substring(0, TIME_LENGTH));
    var from = LocalTime.ofInstant(start, ZoneId.systemDefault());
    long millis = Duration.between(from, at).toMillis();
    return millis < 0 ? millis + Duration.ofDays(1).toMillis() : millis;
  }

  private static double number(String line, String key) {
    int from = line.indexOf(key) + key.length();
    int to = line.indexOf(' ', from);
    return Double.parseDouble(line.substring(from, to < 0 ? line.length() : to));
  }
}
