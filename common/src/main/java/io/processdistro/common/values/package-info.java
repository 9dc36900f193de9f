/**
 * Values that all programs speak of: ids, hashes, ranges of grains, leases, outcomes. Each refuses
 * nonsense when it is made; none knows the wire or the disk.
 */
package io.processdistro.common.values;
