/**
 * The HTTP API as openapi.yaml describes it: routes, reading and checking of requests, and the
 * making of answers. Decides nothing about jobs or nodes; talks to {@code jobs}, {@code nodes} and
 * {@code store}. Belongs to the event loop.
 */
package io.processdistro.controller.api;
