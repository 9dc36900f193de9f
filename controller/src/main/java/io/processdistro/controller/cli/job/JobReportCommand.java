package io.processdistro.controller.cli.job;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.LiveJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.client.LiveEvents;
import io.processdistro.controller.report.JobStory;
import io.processdistro.controller.report.ReportPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells a job on one page. */
@Command(
    name = "report",
    description = {
      "Writes one HTML page about a job: facts, tile map, timeline, attempts, nodes, reasons.",
      "It needs no script and no network, so it can be kept and sent."
    })
final class JobReportCommand implements Callable<Integer> {
  /** The event of the job is among the first; the stream repeats it within seconds. */
  private static final int EVENTS_LOOKED_AT = 4;

  private final Terminal terminal;

  @Mixin private final JobFile file = new JobFile();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  JobReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    var target = file.target(terminal);
    try (var client = connection.connect(terminal)) {
      var page = ReportPage.of(story(client)).getBytes(StandardCharsets.UTF_8);
      target.write(
          stream -> {
            stream.write(page);
            return page.length;
          });
      terminal.say("report: " + target + " (" + Amounts.bytes(page.length) + ")");
    }
    return ExitCode.OK.status();
  }

  private JobStory story(ControllerClient client) throws ClientException {
    var job = client.job(file.job());
    return new JobStory(
        job,
        live(client, job.id()),
        client.explain(job.id(), Optional.empty()),
        client.nodes(),
        Instant.now());
  }

  private static Optional<LiveJson.Job> live(ControllerClient client, String job)
      throws ClientException {
    try (var events = client.live(Optional.of(job))) {
      for (int looked = 0; looked < EVENTS_LOOKED_AT; looked++) {
        if (events.next() instanceof LiveEvents.Event.Job(LiveJson.Job live)) {
          return Optional.of(live);
        }
      }
      return Optional.empty();
    }
  }
}
