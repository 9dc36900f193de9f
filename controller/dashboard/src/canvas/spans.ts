import type { SlotSnapshot, SpanKind, SpanRow } from '../api/wire';
import { counted, duration } from '../format';

/** How much of the past the stream shows at most. */
export const WINDOW_MILLIS_MAX = 60_000;
const WINDOW_MILLIS_MIN = 2_000;
const ROWS_MAX = 48;

export interface SpanLayout {
  /** Indexes into `rows` of the snapshot, in the order in which they are drawn. */
  rows: number[];
  hiddenRows: number;
  fromMillis: number;
  toMillis: number;
}

/** Which rows and which stretch of time to draw: rows with something in it, the newest minute at most. */
export function layOutSpans(slots: SlotSnapshot): SpanLayout {
  let last = 0;
  for (const [, from, to] of slots.spans) last = Math.max(last, to ?? slots.now_ms, from);
  const toMillis = last;
  let first = toMillis;
  for (const [, from] of slots.spans) first = Math.min(first, from);
  const fromMillis = Math.max(
    0,
    Math.min(toMillis - WINDOW_MILLIS_MIN, Math.max(first, toMillis - WINDOW_MILLIS_MAX)),
  );
  const used = new Set<number>();
  for (const [row, , to] of slots.spans) if ((to ?? toMillis) >= fromMillis) used.add(row);
  const rows = [...used].sort((left, right) => left - right);
  return {
    rows: rows.slice(0, ROWS_MAX),
    hiddenRows: Math.max(0, rows.length - ROWS_MAX),
    fromMillis,
    toMillis: Math.max(toMillis, fromMillis + WINDOW_MILLIS_MIN),
  };
}

/** The lines of a time axis: at most so many, at round numbers. */
export function timeTicks(fromMillis: number, toMillis: number, ticksMax: number): number[] {
  const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000];
  const span = toMillis - fromMillis;
  const step = steps.find(candidate => span / candidate <= ticksMax) ?? 120_000;
  const ticks: number[] = [];
  for (let at = Math.ceil(fromMillis / step) * step; at <= toMillis; at += step) ticks.push(at);
  return ticks;
}

const WORDS: Record<SpanKind, string> = {
  run: 'run',
  hedge: 'run twice',
  stolen: 'stolen',
  failed: 'failed',
  lost: 'lost',
  cancelled: 'cancelled',
};

export function describeSpans(slots: SlotSnapshot): string {
  if (slots.spans.length === 0) return 'No task has run yet.';
  const counts = new Map<SpanKind, number>();
  let open = 0;
  for (const [, , to, kind] of slots.spans) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (to === null) open++;
  }
  const kinds = [...counts].map(([kind, number]) => `${number} ${WORDS[kind]}`).join(', ');
  const held = counted(slots.spans.length, 'task');
  return `The newest ${held} on ${counted(slots.rows.length, 'slot')}: ${kinds}; ${open} still running.`;
}

/** One task in words, for the table beside the picture and for the pointer. */
export function describeSpan(span: SpanRow, nowMillis: number): string {
  const [, from, to, kind, first, last, lease] = span;
  const state = to === null ? `running for ${duration(nowMillis - from)}` : `took ${duration(to - from)}`;
  return `grains ${first}..${last}, lease ${lease}, ${WORDS[kind]}, ${state}`;
}
