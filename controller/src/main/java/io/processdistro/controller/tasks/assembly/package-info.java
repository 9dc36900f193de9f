/** What the assemblies of all task types share: coverage, order, and reading outputs. */
package io.processdistro.controller.tasks.assembly;
