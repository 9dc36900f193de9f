package io.processdistro.controller.cli.waiting;

import static io.processdistro.controller.cli.FakeController.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.cli.FakeController;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ControllerClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting, with a clock that runs ten seconds per look. */
class JobWaiterTest {
  private static final JobWaiter.Limits NO_LIMITS =
      new JobWaiter.Limits(Optional.empty(), Optional.empty());
  private static final JobJson WAITING = job("queued", 0, 0, "no node is connected", null);
  private static final JobJson COMPLETED = job("completed", 10, 0, null, null);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();
  private FakeController controller;
  private ControllerClient client;

  @BeforeEach
  void start() throws IOException {
    controller = new FakeController();
    client =
        new ControllerClient(
            new ControllerTarget(
                ControllerAddress.parse(controller.address()),
                Optional.of(FakeController.TOKEN),
                new ControllerTrust.Plain()));
  }

  @AfterEach
  void stop() {
    client.close();
    controller.close();
  }

  private JobWaiter waiter(boolean live) {
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new JobWaiter(
        client,
        new Terminal(stream, stream, false, live, live, 80),
        () -> nanos.getAndAdd(Duration.ofSeconds(10).toNanos()));
  }

  @Test
  void withoutAnyNodeItGivesUpAfterAMinute() {
    controller.then(WAITING);

    assertThatThrownBy(() -> waiter(false).await(WAITING, NO_LIMITS))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_PLACED))
        .hasMessageContaining("1:00");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("waits: no node is connected");
  }

  @Test
  void withNodesThatAllOfferTooLittleItGivesUpAfterAMinuteToo() {
    var tooLarge = job("queued", 0, 0, "no connected node offers the memory it needs", null);
    controller.then(tooLarge);

    assertThatThrownBy(() -> waiter(false).await(tooLarge, NO_LIMITS))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_PLACED))
        .hasMessageContaining("1:00");
  }

  @Test
  void behindOthersItWaitsAsLongAsItTakes() throws Exception {
    var behindOthers = job("queued", 0, 0, "every slot is busy", null);
    for (int i = 0; i < 30; i++) controller.then(behindOthers);
    controller.then(COMPLETED);

    assertThat(waiter(false).await(behindOthers, NO_LIMITS).state()).isEqualTo("completed");
    assertThat(Duration.ofNanos(nanos.get())).isGreaterThan(Duration.ofMinutes(5));
  }

  @Test
  void workInBetweenStartsThePlacementTimeAnew() throws Exception {
    var limits = new JobWaiter.Limits(Optional.empty(), Optional.of(Duration.ofSeconds(55)));
    for (int i = 0; i < 5; i++) {
      controller.then(WAITING).then(WAITING).then(job("running", 1, 1, null, null));
    }
    controller.then(COMPLETED);

    assertThat(waiter(false).await(WAITING, limits).state()).isEqualTo("completed");
  }

  @Test
  void aPersonSeesABarThatGoesAwayAtTheEnd() throws Exception {
    controller.then(job("running", 5, 2, null, null)).then(COMPLETED);

    waiter(true).await(job("running", 0, 2, null, null), NO_LIMITS);

    var shown = err.toString(StandardCharsets.UTF_8);
    assertThat(shown).contains("[############------------]  50 %  running");
    assertThat(shown).endsWith("\r\u001b[K").doesNotContain("\n");
  }

  @Test
  void aPipeSeesNothingOfTheProgress() throws Exception {
    controller.then(job("running", 5, 2, null, null)).then(COMPLETED);

    waiter(false).await(job("running", 0, 2, null, null), NO_LIMITS);

    assertThat(err.size()).isZero();
  }
}
