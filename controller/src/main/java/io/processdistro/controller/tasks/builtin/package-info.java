/** The closed list of built-in task types. */
package io.processdistro.controller.tasks.builtin;
