/** The screen of {@code controller top}: what it shows is pure, where it shows it is a terminal. */
package io.processdistro.controller.top;
