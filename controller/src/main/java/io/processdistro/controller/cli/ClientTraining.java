package io.processdistro.controller.cli;

import io.processdistro.common.cli.Terminal;
import io.processdistro.controller.cli.shared.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs several commands in one process, one after the other, so that the JVM can write down what
 * all of them load: an archive of classes is recorded from one process. Used when the distribution
 * is built or installed; nothing else starts it.
 */
public final class ClientTraining {
  /** Stands between two commands. */
  private static final String NEXT = "+";

  private ClientTraining() {}

  /**
   * @param arguments commands as the program {@code controller} takes them, a {@value #NEXT}
   *     between two of them; the first that fails ends the process with its status
   */
  public static void main(String[] arguments) {
    var command = new ArrayList<String>();
    for (var argument : arguments) {
      if (argument.equals(NEXT)) {
        run(command);
        command.clear();
      } else {
        command.add(argument);
      }
    }
    run(command);
    System.exit(ExitCode.OK.status());
  }

  private static void run(List<String> command) {
    int status = ControllerCommand.run(Terminal.ofThisProcess(), command.toArray(String[]::new));
    if (status != ExitCode.OK.status()) System.exit(status);
  }
}
