/**
 * Commands for authors of modules: begun, looked into and tried on this machine ({@code task}), and
 * the modules that the controller keeps ({@code modules}). A job of a module is made in {@code
 * submit}.
 */
package io.processdistro.controller.cli.module;
