package io.processdistro.controller.cli.access;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Opens links in the browser of the person at this machine. */
final class DashboardPage {
  private static final String FILE_NAME = "open-dashboard.html";

  private DashboardPage() {}

  /**
   * Through a page in a file that nobody else can read: arguments of a program are shown to every
   * user of the machine, and the link is good for whoever comes first.
   */
  static void open(StateHome home, String url) throws CommandException, StateException {
    var page = home.userDirectory().resolve(FILE_NAME);
    PrivateFiles.write(page, redirectTo(url).getBytes(StandardCharsets.UTF_8));
    var command = openerOf(System.getProperty("os.name", ""), page.toUri());
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR,
          "no browser can be opened here ("
              + command.getFirst()
              + " does not run): leave --open away and open the link that is printed then",
          e);
    }
  }

  /** A link holds nothing that HTML would read as its own. */
  static String redirectTo(String url) {
    return """
        <!doctype html>
        <meta charset="utf-8">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="refresh" content="0;url=%1$s">
        <title>ProcessDistro</title>
        <a href="%1$s">Open the dashboard</a>
        """
        .formatted(url);
  }

  /** What opens a page on this system. */
  static List<String> openerOf(String operatingSystem, URI page) {
    var system = operatingSystem.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", page.toString());
    }
    return List.of(system.startsWith("mac") ? "open" : "xdg-open", page.toString());
  }
}
