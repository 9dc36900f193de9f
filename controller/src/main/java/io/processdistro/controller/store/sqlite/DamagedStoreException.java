package io.processdistro.controller.store.sqlite;

import java.io.IOException;

/** The database is not as it was written. The message names what is wrong, the file, the remedy. */
final class DamagedStoreException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedStoreException(String message) {
    super(message);
  }

  DamagedStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
