import { useEffect, useRef, useState } from 'preact/hooks';
import { Stream } from '../api/stream';
import type { Job, Node } from '../api/wire';
import { Empty, Panel, StateChip, TableFrame } from '../components/basics';
import { clock } from '../format';
import { hrefOf } from '../route';
import { useApp } from '../state/app';
import { type ClusterEvent, EventLog } from '../state/event-log';

/** The stream of events says something every 15 seconds. */
const SILENCE_MILLIS_MAX = 40_000;

/** What changed in the cluster, the newest first: all that the controller still has, and what comes. */
export function EventsPage() {
  const { client } = useApp();
  const log = useRef(new EventLog());
  const [events, setEvents] = useState<ClusterEvent[]>([]);
  const [kind, setKind] = useState<'all' | 'job' | 'node'>('all');
  useEffect(() => {
    let painting = 0;
    const stream = new Stream(
      client,
      '/v1/events',
      {
        connection: () => {},
        event: event => {
          if (event.kind === 'job') log.current.addJob(JSON.parse(event.data) as Job, Date.now());
          else if (event.kind === 'node') log.current.addNode(JSON.parse(event.data) as Node, Date.now());
          else return;
          // A thousand kept events come at once.
          cancelAnimationFrame(painting);
          painting = requestAnimationFrame(() => setEvents(log.current.newestFirst()));
        },
      },
      SILENCE_MILLIS_MAX,
      '0',
    ).start();
    return () => {
      cancelAnimationFrame(painting);
      stream.close();
    };
  }, [client]);
  const shown = events.filter(event => kind === 'all' || event.about === kind);
  return (
    <>
      <h1>Events</h1>
      <Panel
        title="Changes of state"
        id="changes"
        aside={
          <select
            aria-label="Events about"
            value={kind}
            onChange={event => setKind(event.currentTarget.value as typeof kind)}
          >
            <option value="all">jobs and nodes</option>
            <option value="job">jobs</option>
            <option value="node">nodes</option>
          </select>
        }
      >
        {shown.length === 0 ? (
          <Empty title="Nothing has happened since the controller started." />
        ) : (
          <TableFrame label="Changes of state">
            <table class="events">
              <thead>
                <tr>
                  <th scope="col">Seen</th>
                  <th scope="col">What</th>
                  <th scope="col">State</th>
                  <th scope="col">More</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(event => (
                  <Row key={event.number} event={event} />
                ))}
              </tbody>
            </table>
          </TableFrame>
        )}
        <p class="muted">
          The same as a stream: <code>curl -N …/v1/events</code>
        </p>
      </Panel>
    </>
  );
}

function Row({ event }: { event: ClusterEvent }) {
  return (
    <tr>
      <td class="number">{clock(event.seenAtMillis)}</td>
      <td>
        {event.about === 'job' ? 'Job ' : 'Node '}
        <a href={hrefOf({ page: event.about, id: event.id })}>{event.name}</a>
      </td>
      <td>
        <StateChip state={event.state} />
      </td>
      <td>{event.more}</td>
    </tr>
  );
}
