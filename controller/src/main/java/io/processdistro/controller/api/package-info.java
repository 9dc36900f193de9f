/**
 * The HTTP API as openapi.yaml describes it. {@link io.processdistro.controller.api.ApiRouter}
 * joins the routes, which are in the packages below by what they are about; here are only those
 * about the controller itself. Decides nothing about jobs or nodes; talks to {@code
 * controller.jobs}, {@code controller.nodes} and {@code controller.store}. Belongs to the event
 * loop.
 */
package io.processdistro.controller.api;
