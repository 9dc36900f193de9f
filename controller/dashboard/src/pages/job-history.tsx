import { Panel, TableFrame } from '../components/basics';
import type { Explanation, JobEvents } from '../api/wire';
import { clock, counted } from '../format';
import { useFetched } from '../state/fetched';

const EVENTS_SHOWN = 100;

/** Why the job is where it is, and what happened to it. */
export function History({ path, version }: { path: string; version: string }) {
  const explanation = useFetched<Explanation>(`${path}/explain`, version);
  const events = useFetched<JobEvents>(`${path}/events`, version);
  return (
    <>
      <Panel title="Explain" id="explain">
        <p>{explanation.value?.summary ?? explanation.trouble ?? '…'}</p>
        {explanation.value && explanation.value.reasons.length > 0 && (
          <ul>
            {explanation.value.reasons.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="What happened" id="happened">
        {events.value === null ? (
          <p class="muted">{events.trouble ?? '…'}</p>
        ) : (
          <EventTable events={events.value} />
        )}
      </Panel>
    </>
  );
}

function EventTable({ events }: { events: JobEvents }) {
  if (events.events.length === 0) return <p class="muted">Nothing of it is kept any more.</p>;
  const newest = events.events.slice(-EVENTS_SHOWN).reverse();
  const older = events.dropped + events.events.length - newest.length;
  return (
    <>
      <TableFrame label="Events of this job, the newest first">
        <table class="events">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">What</th>
              <th scope="col">Grains</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {newest.map((event, index) => (
              <tr key={`${event.at} ${event.kind} ${event.grains} ${index}`}>
                <td class="number">{clock(event.at)}</td>
                <td>{event.kind}</td>
                <td class="number">{event.grains}</td>
                <td>{event.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {older > 0 && <p class="muted">{counted(older, 'older event')} not shown.</p>}
    </>
  );
}
