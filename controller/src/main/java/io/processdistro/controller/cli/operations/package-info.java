/**
 * Commands of whoever runs a controller: start, configuration, doctor, backup and restore, metrics,
 * top. documentation/operations.md is about the same. Who may use it is in {@code access}.
 */
package io.processdistro.controller.cli.operations;
