package io.processdistro.node.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Inputs that arrive when the test says so, or at once. */
final class FakeInputs implements InputStage {
  final List<Promise<List<RunnerCommand.InputFile>>> staged = new ArrayList<>();
  boolean automatic = true;
  boolean room = true;
  int pinned;
  int deepest;

  @Override
  public Future<List<RunnerCommand.InputFile>> stage(List<BlobSlice> parts) {
    pinned += parts.size();
    deepest = Math.max(deepest, Thread.currentThread().getStackTrace().length);
    Promise<List<RunnerCommand.InputFile>> promise = Promise.promise();
    staged.add(promise);
    if (automatic) promise.complete(List.of());
    return promise.future();
  }

  @Override
  public void release(List<BlobSlice> parts) {
    pinned -= parts.size();
    assertThat(pinned).isNotNegative();
  }

  @Override
  public boolean hasRoom() {
    return room;
  }
}
