package io.processdistro.common.wire;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;

/** How one lease ended, and where its time went. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record TaskReport(LeaseKey lease, Outcome outcome, TaskTimes times) {}
