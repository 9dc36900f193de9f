import type { Client } from './client';

/**
 * Lets a node in that waits, or one that was revoked come back. The code is the one that was shown to whoever
 * compared it: if another node waits under this name by now, the controller refuses.
 */
export async function approve(
  client: Pick<Client, 'send'>,
  node: { id: string; code: string | null | undefined },
): Promise<void> {
  await client.send(`/v1/nodes/${encodeURIComponent(node.id)}/approve`, {
    method: 'POST',
    ...(node.code != null && { json: { code: node.code } }),
  });
}
