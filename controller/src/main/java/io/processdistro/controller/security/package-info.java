/**
 * Who may talk to the controller: principals and their roles, the ways of identifying them, the
 * tokens that were handed out, and the audit log of what they did. Which request takes which role
 * is the table {@code api.Endpoint}.
 */
package io.processdistro.controller.security;
