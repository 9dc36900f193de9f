/** What the controller's tests share: a running controller, a hand-written node, a small job. */
package io.processdistro.controller.testing;
