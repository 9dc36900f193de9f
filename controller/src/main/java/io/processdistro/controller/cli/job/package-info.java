/**
 * Commands about jobs that are there: listed, shown, explained, told as a trace or a page,
 * cancelled, resumed. Their making is in {@code submit}, their results are in {@code result}.
 */
package io.processdistro.controller.cli.job;
