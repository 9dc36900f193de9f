package io.processdistro.controller.top;

import io.processdistro.common.text.Amounts;
import io.processdistro.common.text.PlainLine;
import io.processdistro.controller.api.view.OverviewJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code top} shows of a moment, as lines that fit: pure. Foreign text is made harmless and
 * cut to its column.
 *
 * @param columns of the terminal; below {@link #COLUMNS_MIN} lines are cut
 * @param rows of the terminal, at least {@link #ROWS_MIN}
 */
record Screen(int columns, int rows, NodeOrder order) {
  static final int COLUMNS_MIN = 40;
  static final int ROWS_MIN = 8;

  /** Heading, sums, notice, two table heads, an empty line, keys. */
  private static final int FRAME_ROWS = 7;

  private static final int BAR_WIDTH = 10;
  private static final int NAME_MIN = 8;
  private static final int NODE_WIDTH_WITHOUT_NAME = 63;
  private static final int JOB_WIDTH_WITHOUT_REASON = 62;

  /** One line; colours are put around it, never into it. */
  record Line(Style style, String text) {}

  /**
   * @param notice that the connection is lost, or what else has to be said; empty if nothing
   */
  List<Line> lines(OverviewJson overview, Optional<String> notice) {
    var lines = new ArrayList<Line>();
    heading(lines, overview);
    if (notice.isPresent()) lines.add(new Line(Style.BAD, notice.get()));
    else lines.add(new Line(Style.DOUBTFUL, warning(overview)));
    int room = Math.max(2, rows - FRAME_ROWS);
    var nodes = NodeRow.of(overview.nodes()).stream().sorted(order.comparator()).toList();
    var jobs = overview.jobs().list();
    // Jobs get half of the room at most, unless the nodes leave them more.
    int nodeRoom = Math.min(nodes.size(), Math.max(room / 2, room - jobs.size()));
    int jobRoom = Math.min(jobs.size(), Math.max(0, room - nodeRoom));
    lines.add(new Line(Style.HEADING, nodeHead()));
    for (var node : nodes.subList(0, nodeRoom)) lines.add(nodeLine(node));
    more(lines, overview.nodes().total() - nodeRoom, "nodes");
    lines.add(
        new Line(Style.HEADING, "JOB               TYPE          STATE      DONE        LEFT"));
    for (var job : jobs.subList(0, jobRoom)) lines.add(jobLine(job));
    more(lines, jobs.size() - jobRoom + overview.jobs().omitted(), "jobs");
    return lines.stream().map(line -> new Line(line.style(), cut(line.text(), columns))).toList();
  }

  private static void heading(List<Line> lines, OverviewJson overview) {
    var controller = overview.controller();
    lines.add(
        new Line(
            Style.HEADING,
            controller.name()
                + "  "
                + controller.version()
                + "  store "
                + controller.store()
                + "  "
                + overview.at().replaceFirst("\\.[0-9]+", "")));
    var nodes = overview.nodes();
    var jobs = overview.jobs();
    lines.add(
        new Line(
            Style.NORMAL,
            String.format(
                Locale.ROOT,
                "nodes %d of %d ready, %d of %d slots busy   jobs %d running, %d queued"
                    + "   %.1f tasks/s",
                nodes.ready(),
                nodes.total(),
                nodes.running(),
                nodes.slots(),
                jobs.running(),
                jobs.queued(),
                overview.throughput().tasksPerSecond())));
  }

  private static String warning(OverviewJson overview) {
    if (overview.controller().storeReason() != null) return overview.controller().storeReason();
    if (overview.insecure()) return "INSECURE: plain HTTP without TLS";
    int pending = overview.pending().size();
    return pending == 0 ? "" : pending + " nodes wait to be let in: controller node approve";
  }

  private int nameWidth() {
    return Math.max(NAME_MIN, Math.min(24, columns - NODE_WIDTH_WITHOUT_NAME));
  }

  private String nodeHead() {
    return pad("NODE", nameWidth())
        + " STATE     SLOTS  QUEUE  CPU               FREE MEM   TASKS/S";
  }

  private Line nodeLine(NodeRow node) {
    var text =
        pad(node.name(), nameWidth())
            + String.format(
                Locale.ROOT,
                " %-9s %5s %6d  %s %4.0f%% %10s %8.1f%s",
                cut(PlainLine.of(node.state()), 9),
                node.running() + "/" + node.slots(),
                node.queued(),
                bar(node.cpuShare()),
                node.cpuShare() * 100,
                node.memoryFreeBytes() == 0 ? "-" : Amounts.bytes(node.memoryFreeBytes()),
                node.tasksPerSecond(),
                node.compiling() || node.slots() == 0 ? "" : " interpreting");
    return new Line(Style.ofState(node.state()), text);
  }

  private Line jobLine(OverviewJson.JobRow job) {
    var text =
        String.format(
            Locale.ROOT,
            "%-17s %-13s %-10s %s %3.0f%% %8s",
            cut(PlainLine.of(job.id()), 17),
            cut(PlainLine.of(job.taskType()), 13),
            cut(PlainLine.of(job.state()), 10),
            bar(job.fraction()),
            Math.floor(job.fraction() * 100),
            left(job.eta()));
    var reason = job.waitingReason() == null ? "" : "  " + PlainLine.of(job.waitingReason());
    boolean fits = columns > JOB_WIDTH_WITHOUT_REASON;
    return new Line(Style.ofState(job.state()), fits ? text + reason : text);
  }

  private static String left(OverviewJson.Eta eta) {
    if (eta == null) return "";
    return Math.round(eta.lowSeconds()) + "-" + Math.round(eta.highSeconds()) + " s";
  }

  private static void more(List<Line> lines, int omitted, String what) {
    if (omitted > 0) lines.add(new Line(Style.FAINT, "  and " + omitted + " more " + what));
  }

  private static String bar(double share) {
    int full = (int) Math.round(Math.clamp(share, 0, 1) * BAR_WIDTH);
    return "[" + "#".repeat(full) + ".".repeat(BAR_WIDTH - full) + "]";
  }

  private static String pad(String text, int width) {
    var shown = cut(PlainLine.of(text), width);
    return shown + " ".repeat(width - shown.length());
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "~";
  }
}
