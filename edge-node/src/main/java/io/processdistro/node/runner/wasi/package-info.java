/**
 * What a WASI command sees: three streams, arguments, a clock that stands still and randomness that
 * follows from the task. Each number here comes from a guest and may be a lie.
 */
package io.processdistro.node.runner.wasi;
