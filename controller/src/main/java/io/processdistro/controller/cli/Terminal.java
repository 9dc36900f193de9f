package io.processdistro.controller.cli;

import io.processdistro.controller.client.PlainLine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes: data to {@code out}, everything for people to {@code err}.
 *
 * @param colours whether {@code out} understands and wants colours
 * @param live whether lines on {@code err} may be rewritten in place: a person watches
 */
record Terminal(PrintStream out, PrintStream err, boolean colours, boolean live) {
  /** Set by the launcher, which can ask the system what Java cannot: some of "out", "err". */
  private static final String TERMINALS_PROPERTY = "processdistro.terminals";

  private static final String RED = "\u001b[1;37;41m";
  private static final String PLAIN = "\u001b[0m";
  private static final String INSECURE =
      "INSECURE: plain HTTP without TLS; whoever is on the way reads tokens, inputs and results";

  /** Standard output and error in UTF-8; {@code NO_COLOR} and {@code TERM=dumb} are respected. */
  static Terminal ofThisProcess() {
    return of(System.getenv(), System.getProperty(TERMINALS_PROPERTY, ""));
  }

  static Terminal of(Map<String, String> environment, String terminals) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        terminals.contains("out") && !dumb && !noColour,
        terminals.contains("err") && !dumb);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Told, each time, to those who use a controller without TLS. Red where a person watches. */
  void sayInsecure() {
    err.println(colours && live ? RED + " " + INSECURE + " " + PLAIN : INSECURE);
  }

  /** One line for people. */
  void say(String line) {
    err.println(PlainLine.of(line));
  }
}
