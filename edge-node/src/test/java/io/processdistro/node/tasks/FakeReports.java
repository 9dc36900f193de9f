package io.processdistro.node.tasks;

import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.TaskReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what the desk hands out. */
final class FakeReports implements TaskReports {
  final Map<LeaseKey, TaskReport> reports = new LinkedHashMap<>();
  final List<LeaseKey> givenBack = new ArrayList<>();
  final List<String> discarded = new ArrayList<>();
  boolean room = true;
  int files;

  Outcome outcomeOf(long number) {
    return reports.get(key(number)).outcome();
  }

  Outcome.Failed failureOf(long number) {
    assertThat(outcomeOf(number)).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcomeOf(number);
  }

  @Override
  public void report(TaskReport report, HeldLease.Claim claim, Optional<Path> outputFile) {
    assertThat(reports.put(report.lease(), report)).isNull();
  }

  @Override
  public void giveBack(List<LeaseKey> leases) {
    givenBack.addAll(leases);
  }

  @Override
  public boolean holds(LeaseKey lease) {
    return reports.containsKey(lease);
  }

  @Override
  public int unacknowledged() {
    return 0;
  }

  @Override
  public boolean takesWork() {
    return room;
  }

  @Override
  public String newOutputFile() {
    return "output-" + files++;
  }

  @Override
  public void discard(String outputFile) {
    discarded.add(outputFile);
  }
}
