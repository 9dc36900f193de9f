/**
 * A small client of the HTTP API for the command line: blocking calls on {@code java.net.http},
 * nothing of the server and no Vert.x, because a command must start fast.
 */
package io.processdistro.controller.client;
