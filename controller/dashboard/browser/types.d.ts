import type { Browser } from 'playwright-core';

/** What a scenario is given. */
export interface Setting {
  browser: Browser;
  /** A one-time link that logs in. */
  link: string;
  /** Where files come from and go. */
  folder: string;
  /** Has something done to the cluster, and resolves to the answer. */
  ask: (what: string) => Promise<string>;
}
