package io.processdistro.controller.store.sqlite;

/** What people can do about a database that cannot be used. Sentences without a full stop. */
final class Remedies {
  /** Of a damaged one. */
  static final String RESTORE =
      "nothing was changed; look closer with controller doctor, restore a backup into a new"
          + " directory with controller restore FILE --state-dir DIR, or begin anew with another"
          + " --state-dir";

  /** Of one that is not ours. */
  static final String ANOTHER_DIRECTORY =
      "nothing was changed; give the controller another directory with --state-dir, or restore a"
          + " backup with controller restore FILE --state-dir DIR";

  private Remedies() {}
}
