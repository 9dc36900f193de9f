import { describe, expect, it } from 'vitest';
import { countTiles, describeTiles, gridOf, heightFor, tileOf } from '../src/canvas/tiles';

describe('the tile map', () => {
  it('knows every character', () => {
    expect(countTiles('dd5.rshx')).toEqual({
      done: 2,
      partial: 1,
      waiting: 1,
      running: 1,
      stolen: 1,
      hedged: 1,
      failed: 1,
    });
    expect(tileOf('9')).toEqual({ kind: 'partial', share: 0.9 });
  });

  it('takes an unknown character as waiting', () => {
    expect(tileOf('?').kind).toBe('waiting');
  });

  it('is told in words', () => {
    expect(describeTiles('ddr.', 2.5)).toBe(
      'Map of 4 tiles, each of up to 3 grains: 2 done, 1 running, 1 waiting.',
    );
  });

  it('fills its rectangle: in the columns of the picture, or nearly square', () => {
    expect(gridOf(12, 4, 400, 300)).toEqual({ columns: 4, rows: 3, cellWidth: 100, cellHeight: 100 });
    const grid = gridOf(4096, null, 1000, 260);
    expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(4096);
    expect(grid.cellWidth / grid.cellHeight).toBeCloseTo(1, 1);
  });

  it.each([0, 1, 7, 4096])('has a place for %d tiles', cells => {
    const grid = gridOf(cells, null, 320, heightFor(cells, null, 320));
    expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(cells);
    expect(Number.isFinite(grid.cellWidth) && Number.isFinite(grid.cellHeight)).toBe(true);
  });
});
