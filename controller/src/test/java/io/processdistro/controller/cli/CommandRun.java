package io.processdistro.controller.cli;

import io.processdistro.common.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** One command as a user runs it, with what it wrote. */
public record CommandRun(int status, String out, String err) {
  public static CommandRun of(String... arguments) {
    return of(new ByteArrayOutputStream(), arguments);
  }

  /** Also to be read while the command runs. */
  public static CommandRun of(ByteArrayOutputStream out, String... arguments) {
    var err = new ByteArrayOutputStream();
    int status = ControllerCommand.run(Terminal.plain(stream(out), stream(err)), arguments);
    return new CommandRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
