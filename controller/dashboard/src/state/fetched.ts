import { useEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '../api/client';
import { useApp } from './app';

export interface Fetched<T> {
  value: T | null;
  trouble: string | null;
}

/** A change is followed at most so often. */
const PAUSE_MILLIS = 2500;

/**
 * Reads a path, and reads it again when `version` changes, with a pause between two readings. The last value stays
 * while the next one is on its way, or cannot be had.
 *
 * @param path null: nothing is read
 */
export function useFetched<T>(path: string | null, version: unknown): Fetched<T> {
  const { client } = useApp();
  const [fetched, setFetched] = useState<Fetched<T>>({ value: null, trouble: null });
  const readAt = useRef(-PAUSE_MILLIS);

  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    const read = () => {
      readAt.current = performance.now();
      client.json<T>(path, { signal: stop.signal }).then(
        value => setFetched({ value, trouble: null }),
        (error: unknown) => {
          if (!stop.signal.aborted) setFetched(last => ({ ...last, trouble: messageOf(error) }));
        },
      );
    };
    const timer = setTimeout(read, Math.max(0, readAt.current + PAUSE_MILLIS - performance.now()));
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, path, version]);

  return fetched;
}
