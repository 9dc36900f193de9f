import type { Client } from './client';

export type Decision = 'approve' | 'deny';

/**
 * Lets a node in that waits, or one that was revoked come back; or tells one that waits to go. The code is the one that
 * was shown to whoever compared it: if another node waits under this name by now, the controller refuses.
 */
export async function decide(
  client: Pick<Client, 'send'>,
  decision: Decision,
  node: { id: string; code: string | null | undefined },
): Promise<void> {
  await client.send(`/v1/nodes/${encodeURIComponent(node.id)}/${decision}`, {
    method: 'POST',
    ...(node.code != null && { json: { code: node.code } }),
  });
}
