import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client } from '../api/client';
import { useApp } from './app';

const PAUSE_MILLIS = 500;
const NO_CONTENT = 204;

/**
 * The picture as far as it is computed, read again whenever more of it is done, one reading at a time.
 *
 * @param path null if there is none; null too while it cannot be had
 * @param version changes when more is done
 */
export function usePreview(path: string | null, version: number): ImageBitmap | null {
  const { client } = useApp();
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const wanted = useRef(version);
  const running = useRef(false);
  wanted.current = version;

  useEffect(() => {
    if (path === null || running.current) return;
    running.current = true;
    let stopped = false;
    const follow = async () => {
      for (let seen: number | null = null; !stopped && seen !== wanted.current;) {
        seen = wanted.current;
        const next = await readPicture(client, path);
        if (next && !stopped) setPicture(next);
        await new Promise(resolve => setTimeout(resolve, PAUSE_MILLIS));
      }
      running.current = false;
    };
    void follow();
    return () => {
      // The effect of the next version goes on, or nobody does.
      if (path === null) stopped = true;
    };
  }, [client, path, version]);

  useEffect(() => () => picture?.close(), [picture]);
  return picture;
}

/** Null if there is none, or not now: the next version asks again. */
async function readPicture(client: Client, path: string): Promise<ImageBitmap | null> {
  try {
    const response = await client.send(path);
    if (response.status === NO_CONTENT) return null;
    return await createImageBitmap(await response.blob());
  } catch {
    return null;
  }
}
