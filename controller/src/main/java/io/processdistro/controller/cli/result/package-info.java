/**
 * Where a result goes: a file, a directory or standard output, whole or not at all; and the command
 * that fetches one.
 */
package io.processdistro.controller.cli.result;
