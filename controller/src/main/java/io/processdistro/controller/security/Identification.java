package io.processdistro.controller.security;

/**
 * One way of telling who sends a request, such as bearer tokens or certificates. Never blocks; call
 * it on the event loop.
 */
@FunctionalInterface
public interface Identification {
  Identity identify(Credentials credentials);
}
