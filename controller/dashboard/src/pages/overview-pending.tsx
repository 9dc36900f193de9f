import { approve } from '../api/decisions';
import type { PendingNode } from '../api/wire';
import { ActionButton, Panel } from '../components/basics';
import { ago } from '../format';
import { useApp } from '../state/app';
import { useNotices } from '../state/notices';

/** Nodes that came without a token and wait for somebody to let them in. */
export function PendingPanel({ pending }: { pending: PendingNode[] }) {
  const { client, live } = useApp();
  const notices = useNotices();
  const admit = async (node: PendingNode, id: string) => {
    try {
      await approve(client, { id, code: node.code });
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
            <Approval node={node} admit={admit} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Approval(props: { node: PendingNode; admit: (node: PendingNode, id: string) => Promise<void> }) {
  const { node, admit } = props;
  const { id } = node;
  if (id === null) return <span class="muted">seen on the network, has not asked yet</span>;
  return (
    <ActionButton primary action={() => admit(node, id)} label={`Approve ${node.name}`}>
      Approve
    </ActionButton>
  );
}
