import { decide, type Decision } from '../api/decisions';
import type { PendingNode } from '../api/wire';
import { ActionButton, Panel } from '../components/basics';
import { ago } from '../format';
import { useApp } from '../state/app';
import { useNotices } from '../state/notices';

const DECIDED: Record<Decision, string> = { approve: 'is approved.', deny: 'is denied.' };

/** Nodes that came without a token and wait for somebody to let them in. */
export function PendingPanel({ pending }: { pending: PendingNode[] }) {
  const { live } = useApp();
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
            <Decisions node={node} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Decisions({ node }: { node: PendingNode }) {
  const { client, session } = useApp();
  const notices = useNotices();
  const { id } = node;
  if (session.role !== null && session.role !== 'admin') return null;
  if (id === null) return <span class="muted">seen on the network, has not asked yet</span>;
  const say = async (decision: Decision) => {
    try {
      await decide(client, decision, { id, code: node.code });
      notices.done(`${node.name} ${DECIDED[decision]}`);
    } catch (error) {
      notices.trouble(error);
    }
  };
  return (
    <span class="actions">
      <ActionButton primary action={() => say('approve')} label={`Approve ${node.name}`}>
        Approve
      </ActionButton>
      <ActionButton action={() => say('deny')} label={`Deny ${node.name}`}>
        Deny
      </ActionButton>
    </span>
  );
}
