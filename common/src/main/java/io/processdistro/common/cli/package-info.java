/**
 * What the commands of all programs share: the terminal, tables, {@code -o}, {@code --watch}, and
 * options that hold times and sizes.
 */
package io.processdistro.common.cli;
