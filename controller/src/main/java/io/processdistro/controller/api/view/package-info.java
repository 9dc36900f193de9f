/**
 * The JSON shapes of the HTTP API, as records. They follow {@code openapi.yaml} field by field (a
 * test compares them), hold no logic and depend on Jackson only, so that clients can use them
 * without starting anything of the server.
 */
package io.processdistro.controller.api.view;
