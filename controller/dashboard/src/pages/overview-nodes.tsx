import { useState } from 'preact/hooks';
import type { Overview } from '../api/wire';
import { Empty, Meter, Panel, StateChip, TableFrame } from '../components/basics';
import { bytes, counted, duration, rate } from '../format';
import { hrefOf } from '../route';
import { matching, nodeRows, type NodeRow } from '../state/node-rows';
import { JoinLine } from './join-line';

/** More rows than this are drawn only when asked for: a table of 500 changes four times a second. */
const ROWS_AT_FIRST = 60;
const FILTER_FROM = 12;

export function NodesPanel({ overview }: { overview: Overview }) {
  const [filter, setFilter] = useState('');
  const [all, setAll] = useState(false);
  const rows = matching(nodeRows(overview.nodes), filter);
  const shown = all ? rows : rows.slice(0, ROWS_AT_FIRST);
  const filterField =
    overview.nodes.rows.length >= FILTER_FROM ? (
      <input
        type="search"
        aria-label="Filter nodes"
        placeholder="Filter nodes"
        value={filter}
        onInput={event => setFilter(event.currentTarget.value)}
      />
    ) : undefined;
  return (
    <Panel title="Nodes" id="nodes" aside={filterField}>
      {overview.nodes.total === 0 ? (
        <Empty title="No node yet. Paste this on every computer that shall help:">
          <JoinLine />
        </Empty>
      ) : (
        <NodesTable rows={shown} />
      )}
      {rows.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {counted(rows.length, 'node')}
        </button>
      )}
      {overview.nodes.omitted > 0 && (
        <p class="muted">
          {counted(overview.nodes.omitted, 'more node')} not sent: “controller nodes” lists them.
        </p>
      )}
      {overview.nodes.total > 0 && (
        <details>
          <summary>Add a node</summary>
          <JoinLine />
        </details>
      )}
    </Panel>
  );
}

function NodesTable({ rows }: { rows: NodeRow[] }) {
  return (
    <TableFrame label="Nodes">
      <table class="nodes">
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">State</th>
            <th scope="col">Slots</th>
            <th scope="col" class="minor">
              Queued
            </th>
            <th scope="col">Processor</th>
            <th scope="col" class="minor">
              Memory
            </th>
            <th scope="col" class="minor">
              Compiler
            </th>
            <th scope="col" class="minor">
              Round trip
            </th>
            <th scope="col">Tasks a second</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.id || row.name} row={row} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Row({ row }: { row: NodeRow }) {
  const memoryShare =
    row.memoryBytes !== null && row.memoryFreeBytes !== null && row.memoryBytes > 0
      ? 1 - row.memoryFreeBytes / row.memoryBytes
      : null;
  return (
    <tr>
      <td>
        <a class="strong" href={hrefOf({ page: 'node', id: row.id || row.name })}>
          {row.name}
        </a>
      </td>
      <td>
        <StateChip state={row.state} />
      </td>
      <td>
        <Meter
          share={row.slots === 0 ? null : row.running / row.slots}
          text={`${row.running} / ${row.slots}`}
          label={`Busy slots of ${row.name}`}
        />
      </td>
      <td class="number minor">{row.queued}</td>
      <td>
        <Meter share={row.cpuShare} label={`Processor of ${row.name}`} />
      </td>
      <td class="minor">
        <Meter
          share={memoryShare}
          text={row.memoryFreeBytes === null ? '' : `${bytes(row.memoryFreeBytes)} free`}
          label={`Memory of ${row.name}`}
        />
      </td>
      <td class="minor">
        <Compiler compiling={row.compiling} />
      </td>
      <td class="number minor">{row.roundTripMillis === null ? '–' : duration(row.roundTripMillis)}</td>
      <td class="number">{row.tasksPerSecond === null ? '–' : rate(row.tasksPerSecond)}</td>
    </tr>
  );
}

/** Whether guests are compiled there; interpreted ones are up to hundreds of times slower. */
export function Compiler({ compiling }: { compiling: boolean | null }) {
  if (compiling === null) return <span class="muted">not said yet</span>;
  return compiling ? (
    <span class="one-line">
      <span aria-hidden="true">⚡</span> compiles
    </span>
  ) : (
    <span class="warn one-line" title="Guests are interpreted, 70 to 700 times slower.">
      <span aria-hidden="true">▲</span> interprets
    </span>
  );
}
