/**
 * The audit log on disk: one JSON object a line, each with a hash over itself and the one before,
 * in segments of bounded size; and the check that nothing was changed, removed or put in.
 */
package io.processdistro.controller.security.audit;
