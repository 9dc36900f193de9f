/**
 * How browsers get in: one-time codes that become sessions. All of it is in memory, so the end of
 * the controller ends every session.
 */
package io.processdistro.controller.security.sessions;
