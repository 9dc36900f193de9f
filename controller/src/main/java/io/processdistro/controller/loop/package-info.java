/** What keeps the turns of the controller's event loop short. */
package io.processdistro.controller.loop;
