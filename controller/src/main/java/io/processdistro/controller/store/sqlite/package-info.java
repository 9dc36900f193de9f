/**
 * The stores of jobs and modules in one SQLite database. {@link
 * io.processdistro.controller.store.sqlite.SqliteStore} is the door. One thread writes ({@code
 * StoreWriter}), in groups that are forced to disk once; what is asked for often is answered from
 * memory. Every row carries a checksum.
 */
package io.processdistro.controller.store.sqlite;
