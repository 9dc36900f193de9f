/** Who may talk to the controller: the bearer token, where it is kept and how it is compared. */
package io.processdistro.controller.security;
