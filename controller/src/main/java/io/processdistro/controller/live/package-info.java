/**
 * What the dashboard shows of a running cluster, kept up from the events that the driver hands to
 * the scheduler and the commands that come back: no second source, nothing in the scheduler. Each
 * event costs a constant time; everything is bounded by {@link
 * io.processdistro.controller.live.LiveLimits}. Belongs to the event loop.
 */
package io.processdistro.controller.live;
