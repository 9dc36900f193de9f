package io.processdistro.node.tasks;

import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.node.modules.ModuleUnusable;
import io.processdistro.node.supervisor.RunnerEnd;
import io.processdistro.node.testing.Leases;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Modules of users: fetched, refused, and answering for the runners that they end. */
class TaskDeskUserModulesTest {
  private final DeskBench bench = new DeskBench();
  private final FakeInputs inputs = bench.inputs;
  private final FakeReports reports = bench.reports;
  private final TaskDesk desk = bench.desk;

  @Test
  void oneTaskAnswersForAKilledRunnerOfAUserAndOtherRunnersGoOn() {
    var user = bench.userRunner(1);
    desk.assign(assign(Leases.terms(DeskBench.userModule(1), 60_000), grant(1, "innocent")));
    bench.nowNanos = 1;
    desk.assign(assign(Leases.terms(DeskBench.userModule(1), 1_000), grant(2, "stuck")));
    desk.assign(assign(grant(3, "built in")));
    assertThat(desk.running()).containsExactly(key(1), key(2));
    bench.nowNanos = TimeUnit.SECONDS.toNanos(2);
    desk.runnerDied(user, new RunnerEnd("the compiler does not come to an end", true));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.RUNNER_KILLED);
    assertThat(reports.failureOf(2).message()).contains("the compiler does not come to an end");
    assertThat(desk.running()).containsExactly(key(3));
    desk.runnerDied(user, new RunnerEnd("again", true));
    assertThat(desk.running()).containsExactly(key(3));
    assertThat(inputs.pinned).isZero();
  }

  @Test
  void theOldestTaskAnswersForARunnerThatDiedBeforeAnyDeadline() {
    var user = bench.userRunner(1);
    desk.assign(
        assign(Leases.terms(DeskBench.userModule(1), 60_000), grant(1, "a"), grant(2, "b")));
    desk.runnerDied(user, new RunnerEnd("the heap was used up", true));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.RUNNER_KILLED);
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.RUNNER_DIED);
  }

  @Test
  void whatWaitsForADeadRunnerIsPreparedAgainUnlessTheModuleIsRefused() {
    var user = bench.userRunner(1);
    user.ready = false;
    desk.assign(assign(Leases.terms(DeskBench.userModule(1), 60_000), grant(1, "a")));
    assertThat(user.prepared).hasSize(1);
    desk.runnerDied(user, new RunnerEnd("its place was needed", false));
    assertThat(user.prepared).hasSize(2);
    user.refusal = Optional.of("killed twice");
    desk.runnerDied(user, new RunnerEnd("the heap was used up", true));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.MODULE_QUARANTINED);
    assertThat(desk.held()).isEmpty();
    assertThat(inputs.pinned).isZero();
  }

  @Test
  void aModuleThatIsRefusedFailsItsTasksWithItsReason() {
    var promise = Promise.<ModuleShelf.Entry>promise();
    bench.userModules.put(DeskBench.userModule(2), promise);
    desk.assign(
        assign(
            Leases.terms(DeskBench.userModule(2), 60_000),
            grant(1, "a", DeskBench.PART),
            grant(2, "b")));
    desk.cancel(List.of(key(2)));
    assertThat(reports.outcomeOf(2)).isEqualTo(new Outcome.Cancelled());
    promise.fail(new ModuleUnusable(ErrorCode.IMPORT_FORBIDDEN, "import env.foo refused"));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.IMPORT_FORBIDDEN);
    assertThat(reports.failureOf(1).message()).isEqualTo("import env.foo refused");
    assertThat(inputs.pinned).isZero();
  }
}
