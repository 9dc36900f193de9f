/**
 * One guest, whatever its shape: its context, its memory, what it is called through and what its
 * end means. Knows neither tasks' deadlines nor the engine's settings.
 */
package io.processdistro.node.runner.guest;
