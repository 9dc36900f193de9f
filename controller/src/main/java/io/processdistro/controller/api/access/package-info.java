/** Ways in: tokens, and sessions of browsers. Nodes get their certificates in {@code nodes}. */
package io.processdistro.controller.api.access;
