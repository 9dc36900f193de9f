import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Client } from '../api/client';
import { type Connection, Stream } from '../api/stream';
import type { JobSnapshot, NodeSnapshot, Overview } from '../api/wire';
import type { Route } from '../route';
import { ThroughputHistory } from './throughput';

/** The controller says something at least every five seconds. */
const SILENCE_MILLIS_MAX = 12_000;

/** What the pages show: the newest snapshot of each kind. */
export interface Live {
  connection: Connection;
  overview: Overview | null;
  job: JobSnapshot | null;
  node: NodeSnapshot | null;
  history: ThroughputHistory;
  retryNow: () => void;
}

interface Snapshots {
  overview: Overview | null;
  job: JobSnapshot | null;
  node: NodeSnapshot | null;
}

const NOTHING: Snapshots = { overview: null, job: null, node: null };

/** The address of the stream that a page needs; what it shows beside the overview stands in the query. */
export function livePath(route: Route): string {
  if (route.page === 'job') return `/v1/live?job=${encodeURIComponent(route.id)}`;
  if (route.page === 'node') return `/v1/live?node=${encodeURIComponent(route.id)}`;
  return '/v1/live';
}

/** Follows /v1/live for the page that is shown; one stream at a time. */
export function useLive(client: Client, route: Route): Live {
  const [snapshots, setSnapshots] = useState<Snapshots>(NOTHING);
  const [connection, setConnection] = useState<Connection>({ kind: 'connecting' });
  const history = useMemo(() => new ThroughputHistory(), []);
  const stream = useRef<Stream | null>(null);
  const path = livePath(route);

  useEffect(() => {
    setSnapshots(known => ({ ...NOTHING, overview: known.overview }));
    const following = new Stream(
      client,
      path,
      {
        connection: setConnection,
        event: event => {
          const data: unknown = JSON.parse(event.data);
          if (event.kind === 'overview') {
            const overview = data as Overview;
            history.add(Date.parse(overview.at), overview.throughput.tasks_per_second);
            setSnapshots(known => ({ ...known, overview }));
          } else if (event.kind === 'job') {
            setSnapshots(known => ({ ...known, job: data as JobSnapshot }));
          } else if (event.kind === 'node') {
            setSnapshots(known => ({ ...known, node: data as NodeSnapshot }));
          }
        },
      },
      SILENCE_MILLIS_MAX,
    ).start();
    stream.current = following;
    return () => following.close();
  }, [client, path, history]);

  return { ...snapshots, connection, history, retryNow: () => stream.current?.retryNow() };
}
