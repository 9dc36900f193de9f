package io.processdistro.controller.report;

import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.LiveJson;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What ran where and when: a row for each slot, a bar for each task. */
final class Timeline {
  private static final int WIDTH = 1_000;
  private static final int LABEL_WIDTH = 160;
  private static final int ROW = 18;
  private static final int BAR = 14;
  private static final int AXIS = 22;
  private static final int TICKS = 5;
  private static final int SPAN_FIELDS = 7;
  private static final Set<String> KINDS =
      Set.of("run", "hedge", "stolen", "failed", "lost", "cancelled");

  private final LiveJson.Slots slots;
  private final double fromMillis;
  private final double toMillis;

  private Timeline(LiveJson.Slots slots) {
    this.slots = slots;
    double from = slots.nowMs();
    double to = 1;
    for (var span : slots.spans()) {
      if (span.size() < SPAN_FIELDS) continue;
      from = Math.min(from, number(span.get(1)));
      to = Math.max(to, end(span));
    }
    fromMillis = Math.min(from, to - 1);
    toMillis = to;
  }

  static void write(Markup page, LiveJson.Slots slots) {
    new Timeline(slots).write(page);
  }

  private void write(Markup page) {
    int height = slots.rows().size() * ROW + AXIS;
    page.open(
        "svg",
        "class",
        "timeline",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + WIDTH + " " + height,
        "role",
        "img",
        "aria-label",
        "timeline of tasks");
    for (int row = 0; row < slots.rows().size(); row++) {
      var slot = slots.rows().get(row);
      page.element(
          "text", slot.name() + " " + slot.slot(), "x", 0, "y", row * ROW + BAR, "class", "label");
    }
    for (var span : slots.spans()) if (span.size() >= SPAN_FIELDS) writeBar(page, span);
    for (int tick = 0; tick <= TICKS; tick++) writeTick(page, tick, height);
    page.close("svg");
  }

  private void writeBar(Markup page, List<Object> span) {
    var kind = KINDS.contains(span.get(3)) ? span.get(3).toString() : "run";
    double from = x(number(span.get(1)));
    double width = Math.max(1, x(end(span)) - from);
    page.open(
        "rect",
        "class",
        kind,
        "x",
        decimal(from),
        "y",
        (long) number(span.get(0)) * ROW + 2,
        "width",
        decimal(width),
        "height",
        BAR);
    page.element(
        "title",
        kind
            + ", grains "
            + span.get(4)
            + ".."
            + span.get(5)
            + ", "
            + Amounts.milliseconds(end(span) - number(span.get(1))));
    page.close("rect");
  }

  private void writeTick(Markup page, int tick, int height) {
    double millis = fromMillis + (toMillis - fromMillis) * tick / TICKS;
    var anchor = tick == 0 ? "start" : tick == TICKS ? "end" : "middle";
    page.element(
        "text",
        Amounts.milliseconds(millis),
        "x",
        decimal(x(millis)),
        "y",
        height - 4,
        "text-anchor",
        anchor,
        "class",
        "tick");
  }

  private double end(List<Object> span) {
    return span.get(2) == null ? slots.nowMs() : number(span.get(2));
  }

  private double x(double millis) {
    double share = (millis - fromMillis) / (toMillis - fromMillis);
    return LABEL_WIDTH + share * (WIDTH - LABEL_WIDTH);
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
