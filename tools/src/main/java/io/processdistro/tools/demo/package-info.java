/**
 * Inputs for {@code scripts/demo} and the checks of its results. Deliberately without a line of the
 * product's own readers, writers or kernels: what checks must not share the faults of what is
 * checked.
 */
package io.processdistro.tools.demo;
