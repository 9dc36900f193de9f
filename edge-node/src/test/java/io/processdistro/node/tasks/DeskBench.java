package io.processdistro.node.tasks;

import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.testing.Leases;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A task desk between fakes, with a clock that stands still unless the test moves it. */
final class DeskBench {
  static final int SLOTS = 2;
  static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  static final long FAST_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  static final ContentHash MODULE = ContentHash.of(Leases.MODULE);
  static final BlobSlice PART = BlobSlice.whole(ContentHash.of(new byte[] {5}), 1);

  final FakeRunner runner = new FakeRunner();
  final Map<ContentHash, Promise<ModuleShelf.Entry>> userModules = new HashMap<>();
  final FakeInputs inputs = new FakeInputs();
  final FakeReports reports = new FakeReports();
  long nowNanos;
  final TaskDesk desk =
      new TaskDesk(
          new TaskLimits(SLOTS, 1 << 20),
          new ModuleShelf(
              List.of(RunnerCommand.ModuleFile.ofBuiltIn(MODULE, "/m")),
              runner,
              terms -> userModules.get(terms.module()).future()),
          inputs,
          reports,
          () -> nowNanos);

  static ContentHash userModule(int number) {
    return ContentHash.of(new byte[] {99, (byte) number});
  }

  /** Runs the user's module of that number, which is there already. */
  FakeRunner userRunner(int number) {
    var user = new FakeRunner();
    user.ofUser = true;
    var file = new RunnerCommand.ModuleFile(userModule(number), "/u", ModuleShape.NATIVE);
    var promise = Promise.<ModuleShelf.Entry>promise();
    promise.complete(new ModuleShelf.Entry(file, user));
    userModules.put(userModule(number), promise);
    return user;
  }

  static Outcome success() {
    return new Outcome.Succeeded(new Output.Inline(new byte[0]));
  }
}
