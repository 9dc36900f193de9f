package io.processdistro.common.wire;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;

/** How one lease ended, and where its time went. */
public record TaskReport(LeaseKey lease, Outcome outcome, TaskTimes times) {}
