import { describe, expect, it } from 'vitest';
import type { SlotSnapshot, SpanRow } from '../src/api/wire';
import { describeSpans, layOutSpans, timeTicks } from '../src/canvas/spans';

function slots(spans: SpanRow[], rows = 3, now_ms = 10_000): SlotSnapshot {
  const names = Array.from({ length: rows }, (_, slot) => ({ node: 'n', name: 'node', slot }));
  return { rows: names, spans, now_ms };
}

describe('the task stream', () => {
  it('shows only rows on which something ran, in their order', () => {
    const layout = layOutSpans(
      slots([
        [2, 9000, null, 'run', 0, 1, '1/2'],
        [0, 8000, 9000, 'run', 1, 2, '1/1'],
      ]),
    );
    expect(layout.rows).toEqual([0, 2]);
    expect(layout.toMillis).toBe(10_000);
    expect(layout.fromMillis).toBe(8000);
  });

  it('shows the newest minute at most', () => {
    const layout = layOutSpans(
      slots(
        [
          [0, 0, 1000, 'run', 0, 1, '1/1'],
          [1, 99_000, 100_000, 'run', 1, 2, '1/2'],
        ],
        2,
        100_000,
      ),
    );
    expect(layout).toMatchObject({ rows: [1], fromMillis: 40_000, toMillis: 100_000 });
  });

  it('ends where the last task ended, not now, when nothing runs', () => {
    expect(layOutSpans(slots([[0, 0, 3000, 'run', 0, 1, '1/1']], 1, 500_000)).toMillis).toBe(3000);
  });

  it('has room for nothing, and bounds its rows', () => {
    expect(layOutSpans(slots([], 0)).rows).toEqual([]);
    const many = Array.from({ length: 200 }, (_, row): SpanRow => [row, 1, 2, 'run', 0, 1, `1/${row}`]);
    const layout = layOutSpans(slots(many, 200));
    expect(layout.rows.length + layout.hiddenRows).toBe(200);
    expect(layout.rows.length).toBeLessThanOrEqual(48);
  });

  it('is told in words', () => {
    expect(describeSpans(slots([]))).toBe('No task has run yet.');
    expect(
      describeSpans(
        slots([
          [0, 1, null, 'stolen', 0, 1, '1/1'],
          [1, 1, 5, 'failed', 1, 2, '1/2'],
        ]),
      ),
    ).toBe('The newest 2 tasks on 3 slots: 1 stolen, 1 failed; 1 still running.');
  });

  it('has few and round ticks', () => {
    expect(timeTicks(1500, 9500, 6)).toEqual([2000, 4000, 6000, 8000]);
    expect(timeTicks(0, 60_000, 5).length).toBeLessThanOrEqual(6);
  });
});
