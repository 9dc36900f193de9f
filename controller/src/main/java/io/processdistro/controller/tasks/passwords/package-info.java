/**
 * Task type {@code password_hash}: hashes a word list, or finds the words of given hashes.
 *
 * <p>{@link io.processdistro.controller.tasks.passwords.PasswordHash} checks the request, {@code
 * WordListCutter} finds the lines and stores the list in pieces, {@code TargetHashes} reads the
 * hashes of an audit, {@code PasswordPlan} gives each range its words, {@code CsvAssembly} joins
 * the outputs in order.
 */
package io.processdistro.controller.tasks.passwords;
