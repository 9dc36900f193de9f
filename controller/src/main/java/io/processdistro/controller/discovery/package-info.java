/** Announces the controller on the local network and sees which nodes announce themselves. */
package io.processdistro.controller.discovery;
