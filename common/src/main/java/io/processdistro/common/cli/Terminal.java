package io.processdistro.common.cli;

import io.processdistro.common.text.PlainLine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a command writes: data to {@code out}, everything for people to {@code err}.
 *
 * @param colours whether {@code out} understands and wants colours
 * @param live whether lines on {@code err} may be rewritten in place: a person watches
 * @param screen whether {@code out} is a screen that may be repainted, not a file or a pipe
 * @param columns how many characters a line of that screen has
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean colours, boolean live, boolean screen, int columns) {
  /** Set by the launcher, which can ask the system what Java cannot: some of "out", "err". */
  private static final String TERMINALS_PROPERTY = "processdistro.terminals";

  /** Likewise: the width of the screen, if it tells. */
  private static final String COLUMNS_PROPERTY = "processdistro.columns";

  private static final int COLUMNS_USUAL = 80;
  private static final Pattern COLUMNS = Pattern.compile("[1-9][0-9]{1,3}");
  private static final String RED = "\u001b[1;37;41m";
  private static final String PLAIN = "\u001b[0m";
  private static final String INSECURE =
      "INSECURE: plain HTTP without TLS; whoever is on the way reads tokens, inputs and results";

  /** Neither a screen nor a person: files, pipes, tests. */
  public static Terminal plain(PrintStream out, PrintStream err) {
    return new Terminal(out, err, false, false, false, COLUMNS_USUAL);
  }

  /** Standard output and error in UTF-8; {@code NO_COLOR} and {@code TERM=dumb} are respected. */
  public static Terminal ofThisProcess() {
    return of(System.getenv(), System.getProperty(TERMINALS_PROPERTY, ""));
  }

  public static Terminal of(Map<String, String> environment, String terminals) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        terminals.contains("out") && !dumb && !noColour,
        terminals.contains("err") && !dumb,
        terminals.contains("out") && !dumb,
        columns(environment));
  }

  /** What people say counts more than what the screen says. */
  private static int columns(Map<String, String> environment) {
    return Stream.of(
            environment.getOrDefault("COLUMNS", ""), System.getProperty(COLUMNS_PROPERTY, ""))
        .filter(text -> COLUMNS.matcher(text).matches())
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(COLUMNS_USUAL);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Told, each time, to those who use a controller without TLS. Red where a person watches. */
  public void sayInsecure() {
    err.println(colours && live ? RED + " " + INSECURE + " " + PLAIN : INSECURE);
  }

  /** One line for people. */
  public void say(String line) {
    err.println(PlainLine.of(line));
  }

  /**
   * How to go on after a success; said only where a person sees both what was found and this.
   *
   * @param command as it would be typed, or a sentence that holds it
   */
  public void suggest(String command) {
    if (live && screen) say("next: " + command);
  }

  /** The same for people, with data going elsewhere. */
  Terminal withOut(PrintStream other) {
    return new Terminal(other, err, colours, live, screen, columns);
  }
}
