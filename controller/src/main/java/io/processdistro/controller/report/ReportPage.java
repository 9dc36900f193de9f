package io.processdistro.controller.report;

import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.NodeJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The page itself: no script, nothing from elsewhere, light or dark as the reader's system is. It
 * is XML too, so that a strict parser reads it.
 */
public final class ReportPage {
  private static final String STYLE = "report.css";

  /** Nothing may run or be fetched, whatever stands in the page. */
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private static final Map<String, String> KINDS =
      Map.of(
          "done", "done",
          "part", "partly done",
          "run", "ran, or runs",
          "stolen", "after a steal",
          "hedge", "second copy",
          "failed", "failed, or waits again",
          "lost", "lost with its node",
          "cancelled", "cancelled",
          "waiting", "waits");

  private final JobStory story;
  private final Markup page = new Markup();

  private ReportPage(JobStory story) {
    this.story = story;
  }

  /** The whole page as text in UTF-8. */
  public static String of(JobStory story) {
    return new ReportPage(story).write();
  }

  private String write() {
    var job = story.job();
    page.raw("<!DOCTYPE html>\n")
        .open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
    page.open("head").empty("meta", "charset", "utf-8");
    page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.element("title", "job " + job.id() + ": " + job.taskType());
    page.open("style").raw(style()).close("style").close("head").open("body");
    header(job);
    section("Facts", this::facts);
    if (job.error() != null) section("Failure", this::failure);
    story
        .live()
        .ifPresent(
            live -> {
              if (live.tiles() != null) {
                section("Tile map", () -> TileDrawing.write(page, live.tiles()));
              }
              if (live.slots() != null && !live.slots().spans().isEmpty()) {
                section("Timeline", () -> Timeline.write(page, live.slots()));
              }
              if (live.tiles() != null || live.slots() != null) legend();
            });
    section("Attempts", this::attempts);
    section("Nodes", this::nodes);
    section("Why", this::why);
    page.element(
        "footer",
        "Written by ProcessDistro at " + story.writtenAt().truncatedTo(ChronoUnit.SECONDS) + ".");
    return page.close("body").close("html").raw("\n").toString();
  }

  private static String style() {
    try (var stream = ReportPage.class.getResourceAsStream(STYLE)) {
      if (stream == null) throw new IllegalStateException(STYLE + " is not on the class path");
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void header(JobJson job) {
    page.open("header").element("h1", job.taskType() + " " + job.id());
    page.element("p", job.state(), "class", "state " + stateClass(job.state())).close("header");
  }

  private static String stateClass(String state) {
    return switch (state) {
      case "completed" -> "good";
      case "failed", "cancelled" -> "bad";
      default -> "open";
    };
  }

  private void section(String title, Runnable content) {
    page.open("section").element("h2", title);
    content.run();
    page.close("section");
  }

  private void facts() {
    var job = story.job();
    var progress = job.progress();
    page.open("table");
    fact("params", job.params());
    fact("submitter", job.submitter() + ", priority " + job.priority());
    fact(
        "grains",
        Amounts.count(progress.grainsDone())
            + " of "
            + Amounts.count(progress.grainsTotal())
            + (progress.grainsOpen() ? " known so far" : ""));
    fact("submitted", job.submittedAt());
    if (job.finishedAt() != null) fact("finished", job.finishedAt());
    var timing = job.timing();
    fact(
        "time",
        Amounts.milliseconds(timing.totalMs())
            + ": plan "
            + Amounts.milliseconds(timing.planMs())
            + ", run "
            + Amounts.milliseconds(timing.runMs())
            + ", finish "
            + Amounts.milliseconds(timing.finishMs()));
    fact(
        "slot time",
        Amounts.milliseconds(timing.slotMs())
            + ", of it in the kernel "
            + Amounts.milliseconds(timing.kernelMs()));
    if (job.result() != null) {
      var result = job.result();
      fact(
          "result",
          result.fileName() + ", " + Amounts.bytes(result.bytes()) + ", " + result.contentType());
      if (result.sha256() != null) fact("SHA-256", result.sha256());
      if (result.reusedFrom() != null) fact("computed by", "job " + result.reusedFrom());
    }
    page.close("table");
  }

  private void fact(String name, Object value) {
    page.open("tr").element("th", name, "scope", "row").element("td", value).close("tr");
  }

  private void failure() {
    var error = story.job().error();
    page.open("table");
    fact("code", error.code());
    fact("what", error.message());
    if (error.hint() != null) fact("hint", error.hint());
    if (error.grains() != null) fact("grains", error.grains());
    if (error.nodes() != null) fact("on", String.join(", ", error.nodes()));
    page.close("table");
    if (error.log() != null) page.element("pre", error.log());
  }

  private void attempts() {
    var stats = story.job().stats();
    heads("attempts", "accepted", "duplicate", "stale", "invalid", "failed", "cancelled", "lost");
    cells(
        stats.attempts(),
        stats.accepted(),
        stats.duplicate(),
        stats.stale(),
        stats.invalid(),
        stats.failed(),
        stats.cancelled(),
        stats.lost());
    page.close("table");
    page.element(
        "p",
        stats.steals() + " steals, " + stats.retries() + " retries, " + stats.hedges() + " hedges");
  }

  private void nodes() {
    heads("name", "state", "slots", "processors", "memory", "engine", "tasks accepted");
    for (var node : story.nodes()) {
      var host = node.host();
      cells(
          node.name(),
          node.state(),
          node.slots(),
          host == null ? "-" : host.cpus(),
          host == null ? "-" : Amounts.bytes(host.memoryBytes()),
          engine(node),
          node.tasks() == null ? "-" : node.tasks().accepted());
    }
    page.close("table");
    page.element("p", "As they were when this page was written, all their jobs counted.");
  }

  private static String engine(NodeJson node) {
    if (node.engine() == null) return "-";
    return node.engine().compiling() ? "compiling" : "interpreting";
  }

  private void why() {
    var explanation = story.explanation();
    page.element("p", explanation.summary());
    if (!explanation.reasons().isEmpty()) {
      page.open("ul");
      explanation.reasons().forEach(reason -> page.element("li", reason));
      page.close("ul");
    }
    if (explanation.events().isEmpty()) return;
    heads("at", "what", "grains", "node", "why");
    for (var event : explanation.events()) {
      cells(event.at(), event.kind(), event.grains(), event.nodeId(), event.message());
    }
    page.close("table");
  }

  /** Opens a table. */
  private void heads(String... names) {
    page.open("table").open("tr");
    for (var name : names) page.element("th", name, "scope", "col");
    page.close("tr");
  }

  private void cells(Object... values) {
    page.open("tr");
    for (var value : values) page.element("td", value == null ? "-" : value);
    page.close("tr");
  }

  private void legend() {
    page.open("p", "class", "legend");
    KINDS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            kind -> {
              page.open("span").open("i", "class", kind.getKey()).close("i");
              page.text(" " + kind.getValue());
              page.close("span").raw(" ");
            });
    page.close("p");
  }
}
