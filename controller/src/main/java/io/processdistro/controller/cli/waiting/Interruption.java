package io.processdistro.controller.cli.waiting;

import io.processdistro.common.cli.Terminal;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import java.util.function.Supplier;

/**
 * Says how to go on when Ctrl-C ends a command; the process then ends with status 130 by itself.
 * Between making and {@link #close} only.
 */
public final class Interruption implements AutoCloseable {
  private final Thread hook;

  /**
   * @param line what to say; asked for at that moment, on another thread
   */
  Interruption(Terminal terminal, Supplier<String> line) {
    hook =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  // Ends the line of the progress bar, and the "^C" that terminals show.
                  if (terminal.live()) terminal.err().println();
                  terminal.say(line.get());
                });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** For a command that waits for a job: the job does not care. */
  public static Interruption ofWaiting(
      Terminal terminal, String jobId, ConnectionOptions connection) {
    return new Interruption(
        terminal,
        () ->
            "stopped waiting; job "
                + jobId
                + " goes on: get its result with \"controller result "
                + jobId
                + connection.asGiven()
                + " --wait --output FILE\" or stop it with \"controller cancel "
                + jobId
                + connection.asGiven()
                + "\"");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The process is on its way down, the hook is speaking.
    }
  }
}
