package io.processdistro.node.spool;

import io.processdistro.common.values.LeaseKey;

/** Where the spool's changes are written down. On the agent's event loop only; never blocks. */
interface SpoolJournal {
  /** Writes nothing. */
  SpoolJournal NONE =
      new SpoolJournal() {
        @Override
        public void kept(ReportSpool.Entry entry) {}

        @Override
        public void forgotten(LeaseKey lease) {}

        @Override
        public boolean isWritable() {
          return true;
        }
      };

  /** This report waits; it replaces a former one of its lease. */
  void kept(ReportSpool.Entry entry);

  /** It waits no more. */
  void forgotten(LeaseKey lease);

  /** Whether what waits can be written down; else it is only in memory. */
  boolean isWritable();
}
