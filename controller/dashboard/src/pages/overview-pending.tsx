import type { PendingNode } from '../api/wire';
import { ActionButton, Panel } from '../components/basics';
import { ago } from '../format';
import { useApp } from '../state/app';
import { useNotices } from '../state/notices';

/** Nodes that came without a token and wait for somebody to let them in. */
export function PendingPanel({ pending }: { pending: PendingNode[] }) {
  const { client, live } = useApp();
  const notices = useNotices();
  const approve = async (node: PendingNode, id: string) => {
    try {
      await client.send(`/v1/nodes/${encodeURIComponent(id)}/approve`, { method: 'POST' });
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
          <li key={`${node.id} ${node.name}`}>
            <span class="strong">{node.name}</span>
            <span class="muted">{node.address}</span>
            <code class="code">{node.code ?? 'no code'}</code>
            {node.since !== null && (
              <span class="muted">{ago(node.since, Date.parse(live.overview?.at ?? node.since))}</span>
            )}
            <Approval node={node} approve={approve} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Approval(props: { node: PendingNode; approve: (node: PendingNode, id: string) => Promise<void> }) {
  const { node, approve } = props;
  const { id } = node;
  if (id === null) return <span class="muted">seen on the network, has not asked yet</span>;
  return (
    <ActionButton primary action={() => approve(node, id)} label={`Approve ${node.name}`}>
      Approve
    </ActionButton>
  );
}
