package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.view.Explanation;
import io.processdistro.scheduler.view.Explanation.PartState;
import io.processdistro.scheduler.view.HistoryEntry;
import io.processdistro.scheduler.view.HistoryEntry.Kind;
import io.processdistro.scheduler.view.WaitReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private final Bench bench = new Bench();

  private Explanation explain(JobId job) {
    return bench.scheduler.explain(job, Optional.empty()).orElseThrow();
  }

  @Test
  void aJobWithoutNodesSaysSo() {
    var job = bench.submit(bench.ticket(10));
    assertThat(explain(job).waiting()).isEqualTo(WaitReason.NO_NODES);
    assertThat(explain(job).why()).isEqualTo("No node is ready: none is connected.");
  }

  @Test
  void nodesThatTakeNoWorkByTheirOwnWordAreNotReady() {
    var node = bench.node(1);
    bench.feed(new Event.NodeIntake(node, 1, false));
    var job = bench.submit(bench.ticket(10));
    assertThat(explain(job).waiting()).isEqualTo(WaitReason.NO_NODES);
    assertThat(explain(job).why()).contains("1 taking no work by their own word");
  }

  @Test
  void aJobThatFitsNowhereNamesBothNumbers() {
    bench.node(1, 1_000_000);
    var ticket = bench.ticket(10);
    var terms = ticket.terms().withMemoryBytesMax(2_000_000);
    var job = bench.submit(new JobTicket(ticket.job(), ticket.work(), ticket.share(), terms));
    assertThat(explain(job).why()).contains("2000000 bytes").contains("1000000");
  }

  @Test
  void aJobBehindOthersSaysHowManyGoFirst() {
    bench.node(1);
    bench.submit(bench.singles(100));
    bench.submit(bench.singles(100));
    var last = bench.submit(bench.singles(100));
    assertThat(explain(last).waiting()).isEqualTo(WaitReason.BUSY);
    assertThat(explain(last).why()).contains("2 jobs have waiting work that goes first");
  }

  @Test
  void everyGrainIsInExactlyOnePart() {
    bench.node(2);
    var job = bench.submit(bench.singles(10));
    bench.succeed(bench.leases().getFirst());
    var parts = explain(job).parts();
    assertThat(parts).extracting(Explanation.Part::state).contains(PartState.ACCEPTED);
    assertThat(parts).extracting(Explanation.Part::state).contains(PartState.RUNNING);
    assertThat(parts.stream().mapToLong(part -> part.range().length()).sum()).isEqualTo(10);
    for (int i = 1; i < parts.size(); i++) {
      assertThat(parts.get(i).range().from()).isEqualTo(parts.get(i - 1).range().to());
    }
  }

  @Test
  void theWayOfOneTaskCanBeFollowedThroughFailureAndRetry() {
    bench.node(1);
    bench.node(1);
    var job = bench.submit(bench.singles(4));
    var first = bench.leases().getFirst();
    bench.fail(first, ErrorCode.TRANSFER_FAILED);
    bench.sleep(200);
    bench.runAll();
    var told = bench.scheduler.explain(job, Optional.of(first.range())).orElseThrow();
    assertThat(told.history().stream().filter(entry -> entry.range().isPresent()))
        .extracting(HistoryEntry::kind)
        .containsExactly(Kind.ASSIGNED, Kind.FAILED, Kind.RETRIED, Kind.ASSIGNED, Kind.ACCEPTED);
    assertThat(told.history())
        .filteredOn(entry -> entry.kind() == Kind.FAILED)
        .singleElement()
        .satisfies(entry -> assertThat(entry.note()).contains("TRANSFER_FAILED", "for the test"));
    assertThat(told.why()).isEqualTo("It has ended: completed.");
  }

  @Test
  void itIsKnownWhichNodeDidHowMuch() {
    bench.node(1);
    bench.node(1);
    var job = bench.submit(bench.singles(50));
    bench.runAll();
    var ranOn = explain(job).ranOn();
    assertThat(ranOn.stream().mapToLong(Explanation.RanOn::grains).sum()).isEqualTo(50);
    assertThat(ranOn).isNotEmpty();
  }

  @Test
  void whatIsRememberedIsBounded() {
    bench.node(4);
    var job = bench.submit(bench.singles(5_000));
    bench.runAll();
    var told = explain(job);
    int most = 2 * SchedulerConfig.DEFAULTS.memory().historyEntries();
    assertThat(told.history()).hasSizeLessThanOrEqualTo(most);
    assertThat(told.forgotten()).isGreaterThan(5_000);
    assertThat(told.history()).first().extracting(HistoryEntry::kind).isEqualTo(Kind.SUBMITTED);
  }

  @Test
  void aJobThatIsNotRememberedHasNoExplanation() {
    assertThat(bench.scheduler.explain(bench.newId(), Optional.of(new GrainRange(0, 1)))).isEmpty();
  }
}
