/** What the scheduler shows of itself: immutable, for any thread; nobody decides by it. */
package io.processdistro.scheduler.view;
