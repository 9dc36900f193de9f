/** Data structures without a word of scheduling in them: repeatable order, bounded cost. */
package io.processdistro.scheduler.structures;
