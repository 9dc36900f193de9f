import { describe, expect, it } from 'vitest';
import { backOffMillis } from '../src/api/stream';
import type { Job, Node, NodeTable } from '../src/api/wire';
import { matchKeys } from '../src/keys';
import { EventLog } from '../src/state/event-log';
import { matching, nodeRows } from '../src/state/node-rows';
import { ThroughputHistory } from '../src/state/throughput';

describe('coming back after a lost connection', () => {
  it('waits longer each time, up to ten seconds, give or take a quarter', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map(failures => backOffMillis(failures, 0.5))).toEqual([
      500, 1000, 2000, 4000, 8000, 10_000, 10_000,
    ]);
    expect(backOffMillis(60, 0)).toBe(7500);
    expect(backOffMillis(60, 1)).toBe(12_500);
  });
});

describe('the history of throughput', () => {
  it('has one point a second, and no more than ten minutes', () => {
    const history = new ThroughputHistory();
    for (let at = 0; at < 2_000_000; at += 250) history.add(at, at / 1000);
    const [times, rates] = history.data();
    expect(times.length).toBeLessThanOrEqual(601);
    expect(times.at(-1)).toBe(1999);
    expect(rates.at(-1)).toBe(1999.75);
  });

  it('leaves a gap where nothing was heard, and drops what comes too late', () => {
    const history = new ThroughputHistory();
    history.add(1000, 5);
    history.add(60_000, 7);
    history.add(2000, 9);
    expect(history.data()).toEqual([
      [1, 59, 60],
      [5, null, 7],
    ]);
  });
});

describe('the table of nodes', () => {
  const table: NodeTable = {
    total: 1,
    ready: 1,
    slots: 4,
    running: 2,
    queued: 0,
    omitted: 0,
    columns: ['name', 'id', 'state', 'slots', 'running', 'cpu_share', 'compiling', 'new_one'],
    rows: [['<b>x</b>', 'abc', 'ready', 4, 2, -1, true, 9]],
  };

  it('is read by the names of its columns; what is unknown or missing is null', () => {
    expect(nodeRows(table)[0]).toMatchObject({
      name: '<b>x</b>',
      id: 'abc',
      slots: 4,
      running: 2,
      cpuShare: null,
      compiling: true,
      memoryBytes: null,
    });
  });

  it('is filtered by name, id and state', () => {
    const rows = nodeRows(table);
    expect(matching(rows, ' READY ')).toHaveLength(1);
    expect(matching(rows, 'zzz')).toHaveLength(0);
  });
});

describe('the log of events', () => {
  const job = (id: string, state: Job['state']) =>
    ({
      id,
      state,
      task_type: 't',
      submitter: 'me',
      submitted_at: '2026-01-01T00:00:00Z',
      started_at: null,
    }) as Job;

  it('tells changes of state, not progress', () => {
    const log = new EventLog();
    log.addJob(job('a', 'queued'), 0);
    for (let i = 0; i < 10; i++) log.addJob(job('a', 'running'), i);
    log.addNode({ id: null, name: 'n', state: 'pending' } as Node, 1);
    expect(log.newestFirst().map(event => event.state)).toEqual(['pending', 'running', 'queued']);
  });

  it('is bounded', () => {
    const log = new EventLog();
    for (let i = 0; i < 10_000; i++) log.addJob(job(`j${i}`, 'queued'), i);
    expect(log.newestFirst()).toHaveLength(500);
  });
});

describe('shortcuts', () => {
  it('are one key or two in a row', () => {
    const all = ['g o', '?'];
    expect(matchKeys(all, '', '?').complete).toBe('?');
    const first = matchKeys(all, '', 'g');
    expect(first.complete).toBeNull();
    expect(matchKeys(all, first.pressed, 'o').complete).toBe('g o');
    expect(matchKeys(all, first.pressed, '?').complete).toBe('?');
    expect(matchKeys(all, '', 'o').complete).toBeNull();
  });
});
