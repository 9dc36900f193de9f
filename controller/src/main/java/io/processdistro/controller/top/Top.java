package io.processdistro.controller.top;

import io.processdistro.common.cli.Terminal;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows a cluster on a terminal until a key ends it, or once where there is no terminal. */
public final class Top {
  private static final String TOP_LEFT = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final char QUIT = 'q';
  private static final String KEYS =
      "q quit   sort nodes by: n name, c cpu, m memory, t tasks, u queue";

  /** A screen's size is asked for so often: asking starts a process. */
  private static final long SIZE_NANOS = 1_000_000_000;

  private final Terminal terminal;
  private NodeOrder order;

  public Top(Terminal terminal, NodeOrder order) {
    this.terminal = terminal;
    this.order = order;
  }

  /** Prints a moment, and nothing else than text. */
  public void showOnce(OverviewJson overview) {
    int everything = overview.nodes().rows().size() + overview.jobs().list().size();
    var screen = new Screen(Integer.MAX_VALUE / 2, 2 * everything + Screen.ROWS_MIN, order);
    for (var line : screen.lines(overview, Optional.empty())) {
      if (!line.text().isEmpty()) terminal.out().println(line.text().stripTrailing());
    }
  }

  /**
   * Blocks until the user has had enough.
   *
   * @throws IOException if this process has no terminal that could be changed
   */
  public void run(ControllerClient client) throws ClientException, IOException {
    try (var cluster = LiveCluster.follow(client);
        var mode = TerminalMode.enter(terminal.out())) {
      // However this process is ended, the terminal is given back.
      var restore = new Thread(mode::close);
      Runtime.getRuntime().addShutdownHook(restore);
      try (var keys = new FileInputStream(TerminalMode.terminal())) {
        loop(cluster, keys);
      } finally {
        forget(restore);
      }
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The process is on its way down, and the hook at work.
    }
  }

  private void loop(LiveCluster cluster, FileInputStream keys) throws IOException, ClientException {
    var size = TerminalMode.size().orElse(TerminalMode.Size.USUAL);
    long sizedNanos = System.nanoTime();
    while (true) {
      if (System.nanoTime() - sizedNanos > SIZE_NANOS) {
        size = TerminalMode.size().orElse(size);
        sizedNanos = System.nanoTime();
      }
      var state = cluster.state();
      if (state.refusal().isPresent()) throw state.refusal().get();
      paint(size, state);
      // Waits for a key a fifth of a second; no key reads as the end.
      int key = keys.read();
      if (key == QUIT) return;
      if (key >= 0) NodeOrder.of((char) key).ifPresent(wanted -> order = wanted);
    }
  }

  /** As one write, so that nothing flickers. */
  private void paint(TerminalMode.Size size, LiveCluster.State state) {
    int rows = Math.max(Screen.ROWS_MIN, size.rows());
    var screen = new Screen(size.columns(), rows, order);
    var text = new StringBuilder(TOP_LEFT);
    List<Screen.Line> lines = screen.lines(state.overview(), state.trouble());
    for (var line : lines.subList(0, Math.min(lines.size(), size.rows() - 1))) {
      text.append(coloured(line)).append(CLEAR_LINE).append("\r\n");
    }
    text.append(CLEAR_BELOW).append("\u001b[").append(size.rows()).append(";1H");
    var keys = KEYS + " (" + order.text() + ")";
    text.append(keys, 0, Math.min(keys.length(), size.columns() - 1)).append(CLEAR_LINE);
    terminal.out().print(text);
    terminal.out().flush();
  }

  private String coloured(Screen.Line line) {
    if (!terminal.colours() || line.style().begin().isEmpty()) return line.text();
    return line.style().begin() + line.text() + Style.END;
  }
}
