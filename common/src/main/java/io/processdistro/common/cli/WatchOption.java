package io.processdistro.common.cli;

import io.processdistro.common.text.Amounts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Shows something again and again until Ctrl-C: in place on a screen, else one after the other. */
public final class WatchOption {
  private static final String TOP_LEFT = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2s",
      paramLabel = "INTERVAL",
      converter = DurationConverter.class,
      description =
          "Show it again and again until Ctrl-C, every INTERVAL (default: ${FALLBACK-VALUE}).")
  private Duration interval;

  /** Prints once what there is to see. */
  @FunctionalInterface
  public interface Picture {
    /**
     * @param terminal where to print; not always the one of the process
     */
    void draw(Terminal terminal) throws Exception;
  }

  /** Whether it was asked for; one who watches needs no hint how to go on. */
  public boolean given() {
    return interval != null;
  }

  /**
   * Draws once, or until this thread is interrupted.
   *
   * @param passing failures that may pass, such as a lost connection: they are told and, when
   *     watching, the next picture is tried
   */
  public void show(Terminal terminal, Predicate<Exception> passing, Picture picture)
      throws Exception {
    if (interval == null) {
      picture.draw(terminal);
      return;
    }
    boolean first = true;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (terminal.screen()) repaint(terminal, picture, first);
        else picture.draw(terminal);
        first = false;
      } catch (Exception e) {
        if (!passing.test(e)) throw e;
        terminal.say(e.getMessage() + "; trying again");
      }
      try {
        Thread.sleep(interval);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As one write, so that nothing flickers. */
  private void repaint(Terminal terminal, Picture picture, boolean first) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var page = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      picture.draw(terminal.withOut(page));
    }
    var text = new StringBuilder(first ? TOP_LEFT + CLEAR_BELOW : TOP_LEFT);
    text.append("every ").append(Amounts.limitMillis(interval.toMillis()));
    text.append(", Ctrl-C ends").append(CLEAR_LINE).append("\n");
    bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> text.append(line).append(CLEAR_LINE).append("\n"));
    terminal.out().print(text.append(CLEAR_BELOW));
    terminal.out().flush();
  }
}
