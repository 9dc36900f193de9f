/**
 * Requests read and answers written, whatever they are about: JSON bodies, query parameters,
 * limits, and problem+json for all that is refused. Knows nothing of who asks.
 */
package io.processdistro.controller.api.http;
