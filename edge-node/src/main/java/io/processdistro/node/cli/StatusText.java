package io.processdistro.node.cli;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.text.Amounts;
import io.processdistro.common.text.PlainLine;
import io.processdistro.node.agent.NodeStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;

/** A node's status as its owner reads it. */
final class StatusText {
  private StatusText() {}

  /** One line on the way for people. */
  static void tellState(Terminal terminal, NodeStatus node) {
    terminal.say("node " + node.name() + " " + state(node));
  }

  /** All of it on standard output. */
  static void draw(Terminal terminal, NodeStatus node) {
    var table = new TextTable("NODE", node.name());
    table.row("state", state(node));
    table.row("controller", node.controller() + (node.connected() ? "" : ", not connected"));
    table.row("limits", limits(node.limits()));
    table.row("usage", usage(node.usage()));
    table.row("today", today(node.today()));
    table.print(terminal);
    tasks(terminal, node);
  }

  private static String state(NodeStatus node) {
    if (!node.takesWork()) {
      var rest = node.running().isEmpty() ? "" : "; it finishes " + tasks(node.running().size());
      return "takes no work: " + String.join("; ", node.reasons()) + rest;
    }
    if (!node.connected()) return "would take work, but is not connected";
    return node.running().isEmpty() ? "ready for work" : "works on " + tasks(node.running().size());
  }

  private static String tasks(int count) {
    return count == 1 ? "1 task" : count + " tasks";
  }

  private static String limits(NodeStatus.Limits limits) {
    var parts = new ArrayList<String>();
    parts.add(tasks(limits.slots()) + " at once");
    if (limits.cpuCores() != null) parts.add(cores(limits.cpuCores()));
    parts.add("memory " + Amounts.bytes(limits.memoryBytes()));
    if (limits.hours() != null) parts.add("hours " + limits.hours());
    if (limits.idleAfterSeconds() != null) {
      var quiet = Duration.ofSeconds(limits.idleAfterSeconds());
      parts.add("only when idle for " + Amounts.clock(quiet));
    }
    parts.add(limits.lowPriority() ? "low priority" : "normal priority");
    return String.join(", ", parts);
  }

  private static String usage(NodeStatus.Usage usage) {
    var others =
        usage.coresOfOthers() == null ? "" : ", other programs " + cores(usage.coresOfOthers());
    return cores(usage.cpuCores())
        + ", memory "
        + Amounts.bytes(usage.memoryBytes())
        + " in "
        + (usage.runners() == 1 ? "1 process" : usage.runners() + " processes")
        + ", cache "
        + Amounts.bytes(usage.cacheBytes())
        + others;
  }

  private static String cores(double cores) {
    return String.format(Locale.ROOT, "%.2f processors", cores);
  }

  private static String today(NodeStatus.Totals totals) {
    return Amounts.count(totals.succeeded())
        + " tasks done, "
        + Amounts.count(totals.failed())
        + " failed, "
        + Amounts.count(totals.cancelled())
        + " cancelled, processor time "
        + Amounts.milliseconds(totals.cpuSeconds() * 1e3)
        + ", since "
        + totals.since();
  }

  private static void tasks(Terminal terminal, NodeStatus node) {
    if (node.running().isEmpty()) return;
    terminal.out().println();
    var table = new TextTable("JOB", "FOR", "TASK TYPE", "PHASE", "GRAINS", "SINCE");
    for (var task : node.running()) {
      table.row(
          task.job(),
          task.submitter(),
          task.taskType(),
          task.phase(),
          task.from() + " to " + (task.to() - 1),
          Amounts.milliseconds(task.runningSeconds() * 1e3));
    }
    table.print(terminal);
    terminal.out().println(PlainLine.of(node.waiting() + " more wait here for a slot."));
  }
}
