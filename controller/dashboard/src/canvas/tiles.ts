import { counted } from '../format';

export type TileKind = 'waiting' | 'partial' | 'done' | 'running' | 'stolen' | 'hedged' | 'failed';

export interface Tile {
  kind: TileKind;
  /** How much of it is done, for a partial one; 0 otherwise. */
  share: number;
}

const WAITING: Tile = { kind: 'waiting', share: 0 };
const TILES: Record<string, Tile> = {
  d: { kind: 'done', share: 0 },
  r: { kind: 'running', share: 0 },
  s: { kind: 'stolen', share: 0 },
  h: { kind: 'hedged', share: 0 },
  x: { kind: 'failed', share: 0 },
};
for (let tenths = 1; tenths <= 9; tenths++) TILES[tenths] = { kind: 'partial', share: tenths / 10 };

/** What a character of the map means; an unknown one counts as waiting. */
export function tileOf(character: string): Tile {
  return TILES[character] ?? WAITING;
}

export function countTiles(map: string): Record<TileKind, number> {
  const counts = { waiting: 0, partial: 0, done: 0, running: 0, stolen: 0, hedged: 0, failed: 0 };
  for (const character of map) counts[tileOf(character).kind]++;
  return counts;
}

/** The map in a sentence, for those who do not see it. */
export function describeTiles(map: string, grainsPerCell: number): string {
  const counts = countTiles(map);
  const parts = [`${counts.done} done`, `${counts.running} running`];
  if (counts.stolen > 0) parts.push(`${counts.stolen} running after a steal`);
  if (counts.hedged > 0) parts.push(`${counts.hedged} running twice`);
  if (counts.failed > 0) parts.push(`${counts.failed} failed or lost and waiting again`);
  if (counts.partial > 0) parts.push(`${counts.partial} partly done`);
  parts.push(`${counts.waiting} waiting`);
  const each = grainsPerCell > 1 ? `, each of up to ${counted(Math.ceil(grainsPerCell), 'grain')}` : '';
  return `Map of ${counted(map.length, 'tile')}${each}: ${parts.join(', ')}.`;
}

export interface Grid {
  columns: number;
  rows: number;
  cellWidth: number;
  cellHeight: number;
}

/**
 * Lays cells out in a rectangle: in the given number of columns, or else in the number that makes them most nearly
 * square.
 */
export function gridOf(cells: number, columns: number | null, width: number, height: number): Grid {
  const fitting = Math.round(Math.sqrt((cells * width) / Math.max(1, height)));
  const across = Math.max(1, Math.min(cells, columns ?? fitting));
  const down = Math.max(1, Math.ceil(cells / across));
  return { columns: across, rows: down, cellWidth: width / across, cellHeight: height / down };
}

/** The height in CSS pixels in which cells of a shape look right at this width. */
export function heightFor(cells: number, columns: number | null, width: number): number {
  if (columns === null) return cells <= 64 ? 96 : cells <= 1024 ? 180 : 260;
  const rows = Math.ceil(cells / columns);
  return Math.round(Math.min(420, Math.max(96, (width / columns) * rows)));
}
