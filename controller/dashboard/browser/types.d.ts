/** What a scenario is given. */
export interface Setting {
  /** A one-time link that logs in. */
  link: string;
  /** Where files go. */
  folder: string;
  /** Has something done to the cluster, and resolves to the answer. */
  ask: (what: string) => Promise<string>;
}
