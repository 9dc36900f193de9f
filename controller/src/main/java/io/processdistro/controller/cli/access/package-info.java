/**
 * Commands about who may do what, and did: the authority, tokens, the audit trail, and the way to
 * the dashboard for the person at this machine.
 */
package io.processdistro.controller.cli.access;
