/**
 * {@code submit-task}: what a job is made of, checked as far as this side can, sent, or only tried
 * ({@code --dry-run}, {@code --estimate}). What happens to a job afterwards is in {@code job} and
 * {@code waiting}, where its result goes in {@code result}.
 */
package io.processdistro.controller.cli.submit;
