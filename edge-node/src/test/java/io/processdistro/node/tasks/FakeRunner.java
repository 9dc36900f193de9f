package io.processdistro.node.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.supervisor.TaskRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A runner that only remembers what it was told. */
final class FakeRunner implements TaskRunner {
  final List<RunnerCommand.Run> runs = new ArrayList<>();
  final List<Long> recalled = new ArrayList<>();
  final List<Long> cancelled = new ArrayList<>();
  final List<String> kills = new ArrayList<>();
  final List<ContentHash> prepared = new ArrayList<>();
  boolean ready = true;
  boolean ofUser;
  long cpuMillis;
  Optional<String> refusal = Optional.empty();

  /** The latest task of that header. */
  long taskOf(String header) {
    return runs.reversed().stream()
        .filter(run -> new String(run.header(), StandardCharsets.UTF_8).equals(header))
        .findFirst()
        .orElseThrow()
        .task();
  }

  List<LeaseKey> leasesIn(TaskDesk desk) {
    assertThat(desk.running()).hasSameSizeAs(runs);
    return desk.running();
  }

  @Override
  public void prepare(RunnerCommand.ModuleFile module) {
    prepared.add(module.hash());
  }

  @Override
  public Optional<String> refusal() {
    return refusal;
  }

  @Override
  public boolean isReadyFor(ContentHash module) {
    return ready;
  }

  @Override
  public Duration graceMax() {
    return Duration.ofSeconds(4);
  }

  @Override
  public long cpuMillis() {
    return cpuMillis;
  }

  @Override
  public boolean runsModuleOfUser() {
    return ofUser;
  }

  @Override
  public void run(RunnerCommand.Run task) {
    runs.add(task);
  }

  @Override
  public void recall(long task) {
    recalled.add(task);
  }

  @Override
  public void cancel(long task) {
    cancelled.add(task);
  }

  @Override
  public void kill(String reason) {
    kills.add(reason);
  }
}
