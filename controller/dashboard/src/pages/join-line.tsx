import { useState } from 'preact/hooks';
import type { Token } from '../api/wire';
import { ActionButton, CopyLine } from '../components/basics';
import { useApp } from '../state/app';
import { useNotices } from '../state/notices';

const DAY_SECONDS = 86_400;

/**
 * The line that makes a computer a node. Without a token it waits here for approval; an admin can have a line with a
 * token, which needs none.
 */
export function JoinLine() {
  const { client, live, session } = useApp();
  const notices = useNotices();
  const [secret, setSecret] = useState<string | null>(null);
  const address = live.overview?.controller.node_address ?? `${location.hostname}:30000`;
  const makeToken = async () => {
    try {
      const made = await client.json<Token>('/v1/tokens', {
        method: 'POST',
        json: { name: 'dashboard', role: 'node', ttl_seconds: DAY_SECONDS, uses: 100 },
      });
      setSecret(made.secret);
    } catch (error) {
      notices.trouble(error);
    }
  };
  const line = `edge-node --controller ${address}`;
  return (
    <div class="join">
      <CopyLine text={secret === null ? line : `${line} --token ${secret}`} />
      {secret === null ? (
        <p class="muted">
          It will show a code here and wait until you approve it.
          {session.role === 'admin' && (
            <>
              {' '}
              <ActionButton action={makeToken}>Make a line that needs no approval</ActionButton>
            </>
          )}
        </p>
      ) : (
        <p class="muted">
          Admits up to 100 nodes for a day. Whoever has this line can add a node: treat it as a secret.
        </p>
      )}
    </div>
  );
}
