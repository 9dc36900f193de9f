/**
 * Benchmarks of one thing at a time: a job, a start, the sandbox, a kernel, the store. What a whole
 * controller bears under load is in {@code throughput}.
 */
package io.processdistro.tools.bench;
