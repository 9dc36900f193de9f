package io.processdistro.controller.top;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The terminal while a screen is on it: the alternate page, no cursor, keys at once and unseen.
 * {@link #close} gives it back as it was, also when called twice or by a shutdown hook. Ctrl-C
 * stays a signal. The settings are changed by {@code stty}, which every system with a terminal has.
 */
final class TerminalMode implements AutoCloseable {
  private static final File TERMINAL = new File("/dev/tty");
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final long STTY_SECONDS_MAX = 2;
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})");

  private final PrintStream out;
  private final String before;
  private boolean closed;

  private TerminalMode(PrintStream out, String before) {
    this.out = out;
    this.before = before;
  }

  /**
   * @throws IOException if this process has no terminal that could be changed
   */
  static TerminalMode enter(PrintStream out) throws IOException {
    var before = stty("-g");
    // Reading waits for a key at most a fifth of a second.
    stty("-icanon", "-echo", "min", "0", "time", "2");
    out.print(ENTER);
    out.flush();
    return new TerminalMode(out, before);
  }

  /** Empty if the terminal does not tell. */
  static Optional<Size> size() {
    try {
      var matcher = SIZE.matcher(stty("size"));
      if (!matcher.matches()) return Optional.empty();
      var size = new Size(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
      return size.columns() == 0 || size.rows() == 0 ? Optional.empty() : Optional.of(size);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Of a terminal, in characters. */
  record Size(int columns, int rows) {
    static final Size USUAL = new Size(80, 24);
  }

  static File terminal() {
    return TERMINAL;
  }

  private static String stty(String... arguments) throws IOException {
    var command = new java.util.ArrayList<String>();
    command.add("stty");
    command.addAll(java.util.List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .redirectInput(TERMINAL)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!process.waitFor(STTY_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("stty does not work on this terminal");
      }
      return answer.strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public synchronized void close() {
    if (closed) return;
    closed = true;
    out.print(LEAVE);
    out.flush();
    try {
      stty(before);
    } catch (IOException e) {
      // The terminal itself is gone: there is nothing to give back.
    }
  }
}
