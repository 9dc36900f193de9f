import type { Cell, NodeState, NodeTable } from '../api/wire';

/** A row of the node table with its columns by name; what the controller does not know is null. */
export interface NodeRow {
  id: string;
  name: string;
  state: NodeState;
  slots: number;
  running: number;
  queued: number;
  cpuShare: number | null;
  memoryFreeBytes: number | null;
  memoryBytes: number | null;
  compiling: boolean | null;
  roundTripMillis: number | null;
  tasksPerSecond: number | null;
}

export function nodeRows(table: NodeTable): NodeRow[] {
  const column = new Map(table.columns.map((name, index) => [name, index]));
  return table.rows.map(row => {
    const cell = (name: string): Cell => row[column.get(name) ?? -1] ?? null;
    const number = (name: string): number | null => {
      const value = cell(name);
      return typeof value === 'number' ? value : null;
    };
    const compiling = cell('compiling');
    return {
      id: String(cell('id') ?? ''),
      name: String(cell('name') ?? ''),
      state: String(cell('state') ?? 'lost') as NodeState,
      slots: number('slots') ?? 0,
      running: number('running') ?? 0,
      queued: number('queued') ?? 0,
      cpuShare: known(number('cpu_share')),
      memoryFreeBytes: known(number('memory_free_bytes')),
      memoryBytes: known(number('memory_bytes')),
      compiling: typeof compiling === 'boolean' ? compiling : null,
      roundTripMillis: number('round_trip_ms'),
      tasksPerSecond: number('tasks_per_second'),
    };
  });
}

/** The controller says "unknown" by a negative number. */
function known(value: number | null): number | null {
  return value === null || value < 0 ? null : value;
}

/** Those whose name, id or state contains the text. */
export function matching(rows: NodeRow[], text: string): NodeRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter(row => [row.name, row.id, row.state].some(part => part.toLowerCase().includes(wanted)));
}
