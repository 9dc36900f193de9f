import type { PendingNode } from '../api/wire';
import { ActionButton, Panel } from '../components/basics';
import { ago } from '../format';
import { useApp } from '../state/app';
import { useNotices } from '../state/notices';

/** Nodes that came without a token and wait for somebody to let them in. */
export function PendingPanel({ pending }: { pending: PendingNode[] }) {
  const { client, live } = useApp();
  const notices = useNotices();
  const approve = async (node: PendingNode) => {
    try {
      await client.send(`/v1/nodes/${encodeURIComponent(node.id)}/approve`, { method: 'POST' });
      notices.done(`${node.name} is approved.`);
    } catch (error) {
      notices.trouble(error);
    }
  };
  return (
    <Panel title="Waiting for approval" id="pending" class="pending">
      <p class="muted">Approve a node only if it shows the same code.</p>
      <ul>
        {pending.map(node => (
          <li key={node.id}>
            <span class="strong">{node.name}</span>
            <span class="muted">{node.address}</span>
            <code class="code">{node.code ?? 'no code'}</code>
            {node.since !== null && (
              <span class="muted">{ago(node.since, Date.parse(live.overview?.at ?? node.since))}</span>
            )}
            <ActionButton primary action={() => approve(node)} label={`Approve ${node.name}`}>
              Approve
            </ActionButton>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
