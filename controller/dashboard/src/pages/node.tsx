import { useRef } from 'preact/hooks';
import { decide } from '../api/decisions';
import type { Node, NodeLease } from '../api/wire';
import { ActionButton, Empty, Meter, Panel, StateChip, TableFrame } from '../components/basics';
import { bytes, count, counted, dateAndClock, duration, shortHash } from '../format';
import { hrefOf } from '../route';
import { useApp } from '../state/app';
import { useFetched } from '../state/fetched';
import { useNotices } from '../state/notices';
import { Fact } from './job-facts';
import { Compiler } from './overview-nodes';

export function NodePage({ id }: { id: string }) {
  const { live } = useApp();
  const path = `/v1/nodes/${encodeURIComponent(id)}`;
  const fetched = useFetched<Node>(live.node ? null : path, live.connection.kind);
  const node = live.node?.node ?? fetched.value;
  if (node === null) {
    return (
      <>
        <h1>Node {id}</h1>
        <Empty title={fetched.trouble ?? 'Waiting for the controller…'} />
      </>
    );
  }
  return (
    <>
      <div class="title-line">
        <h1>
          {node.name} <span class="id">{node.id}</span>
        </h1>
        <StateChip state={node.state} />
        <NodeActions node={node} path={path} />
      </div>
      {node.unwilling_because != null && (
        <p class="reason">It takes no work now, by its owner's word: {node.unwilling_because}</p>
      )}
      <div class="columns">
        <div>
          <Load node={node} />
          <Leases leases={live.node?.leases ?? []} />
        </div>
        <NodeFacts node={node} />
      </div>
    </>
  );
}

type Action = 'drain' | 'pause' | 'resume' | 'approve' | 'deny' | 'revoke';

const DONE: Record<Action, string> = {
  drain: 'finishes what runs and gets nothing more.',
  pause: 'keeps what it has and gets nothing more.',
  resume: 'gets work again.',
  approve: 'is approved.',
  deny: 'is denied.',
  revoke: 'is cut off and cannot come back.',
};

function NodeActions({ node, path }: { node: Node; path: string }) {
  const { client, session } = useApp();
  const notices = useNotices();
  const dialog = useRef<HTMLDialogElement>(null);
  const act = async (action: Action) => {
    try {
      if (action === 'approve' || action === 'deny') {
        await decide(client, action, { id: node.id ?? node.name, code: node.code });
      } else await client.send(`${path}/${action}`, { method: 'POST' });
      notices.done(`${node.name} ${DONE[action]}`);
    } catch (error) {
      notices.trouble(error);
    }
  };
  if (session.role !== null && session.role !== 'admin') return null;
  const held = node.state === 'draining' || node.state === 'paused';
  return (
    <div class="actions">
      {node.state === 'ready' && (
        <>
          <ActionButton action={() => act('drain')}>Drain</ActionButton>
          <ActionButton action={() => act('pause')}>Pause</ActionButton>
        </>
      )}
      {held && (
        <ActionButton primary action={() => act('resume')}>
          Resume
        </ActionButton>
      )}
      {(node.state === 'pending' || node.state === 'lost') && (
        <ActionButton primary={node.state === 'pending'} action={() => act('approve')}>
          Approve
        </ActionButton>
      )}
      {node.state === 'pending' ? (
        <ActionButton action={() => act('deny')}>Deny</ActionButton>
      ) : (
        <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>
          Revoke
        </button>
      )}
      <dialog ref={dialog} aria-labelledby="revoke-title">
        <h2 id="revoke-title">Revoke {node.name}?</h2>
        <p>
          It is cut off at once, and cannot come back until it is approved. What it computes now runs
          elsewhere.
        </p>
        <form method="dialog" class="actions">
          <button>Keep it</button>
          <button class="danger" onClick={() => void act('revoke')}>
            Revoke
          </button>
        </form>
      </dialog>
    </div>
  );
}

function Load({ node }: { node: Node }) {
  const { load, host } = node;
  const memoryShare =
    load && host && host.memory_bytes > 0 ? 1 - load.memory_free_bytes / host.memory_bytes : null;
  return (
    <Panel title="Load" id="load">
      <dl class="facts">
        <div>
          <dt>Slots</dt>
          <dd>
            <Meter
              share={node.slots === 0 ? null : node.running / node.slots}
              text={`${node.running} of ${node.slots} busy, ${counted(node.queued, 'task')} ahead`}
              label="Busy slots"
            />
          </dd>
        </div>
        <div>
          <dt>Processor</dt>
          <dd>
            <Meter share={load && load.cpu_share >= 0 ? load.cpu_share : null} label="Processor" />
          </dd>
        </div>
        <div>
          <dt>Memory</dt>
          <dd>
            <Meter
              share={memoryShare}
              text={load ? `${bytes(load.memory_free_bytes)} free` : ''}
              label="Memory in use"
            />
          </dd>
        </div>
        <Fact
          name="Tasks"
          value={`${count(node.tasks.accepted)} accepted, ${count(node.tasks.failed)} failed in this life`}
        />
        {load && <Fact name="Blob cache" value={bytes(load.cache_bytes)} />}
        {load && <Fact name="Spool" value={`${count(load.spooled)} reports not acknowledged yet`} />}
      </dl>
    </Panel>
  );
}

function Leases({ leases }: { leases: NodeLease[] }) {
  return (
    <Panel title="Leases" id="leases" aside={<span class="number">{leases.length}</span>}>
      {leases.length === 0 ? (
        <Empty title="It has nothing to do." />
      ) : (
        <TableFrame label="Leases">
          <table>
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col">Grains</th>
                <th scope="col">State</th>
                <th scope="col">For</th>
              </tr>
            </thead>
            <tbody>
              {leases.map(lease => (
                <tr key={`${lease.job_id} ${lease.from} ${lease.state}`}>
                  <td>
                    <a href={hrefOf({ page: 'job', id: lease.job_id })}>{lease.job_id}</a>
                  </td>
                  <td class="number">
                    {count(lease.from)}..{count(lease.to)}
                  </td>
                  <td>{lease.state}</td>
                  <td class="number">{duration(lease.age_ms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}

function NodeFacts({ node }: { node: Node }) {
  const { host, engine, sandbox } = node;
  return (
    <Panel title="Facts" id="facts">
      <dl class="facts">
        {node.address !== null && <Fact name="Address" value={node.address} />}
        {node.code != null && <Fact name="Code" value={node.code} />}
        {node.connected_at !== null && <Fact name="Connected" value={dateAndClock(node.connected_at)} />}
        {node.round_trip_ms !== null && <Fact name="Round trip" value={duration(node.round_trip_ms)} />}
        {host && (
          <Fact name="Host" value={`${host.host_name}, ${host.operating_system} ${host.architecture}`} />
        )}
        {host && <Fact name="Processors" value={`${host.cpus}, ${bytes(host.memory_bytes)} of memory`} />}
        <div>
          <dt>Compiler</dt>
          <dd>
            <Compiler compiling={engine?.compiling ?? null} />
          </dd>
        </div>
        {engine && engine.name !== '' && <Fact name="Engine" value={engine.name} />}
        {engine && engine.warning !== '' && <Fact name="Warning" value={engine.warning} />}
        {sandbox && (
          <Fact
            name="Around modules"
            value={
              [
                sandbox.own_network && 'no network',
                sandbox.low_priority && 'low priority',
                sandbox.core_dumps_off && 'no core dumps',
              ]
                .filter(wall => wall !== false)
                .join(', ') || 'nothing more than every node has'
            }
          />
        )}
        {node.warm_modules.length > 0 && (
          <Fact name="Warm modules" value={node.warm_modules.map(shortHash).join(', ')} />
        )}
      </dl>
    </Panel>
  );
}
