import { useEffect, useRef } from 'preact/hooks';
import type { TileSnapshot } from '../api/wire';
import { palette } from '../canvas/palette';
import { surfaceOf } from '../canvas/surface';
import { paintTiles } from '../canvas/tile-painter';
import { describeTiles, heightFor } from '../canvas/tiles';
import { useThemeVersion, useWidth } from '../state/app';
import { Legend } from './basics';

/**
 * @param picture what is computed so far, painted under the tiles; null for a plain map
 * @param aspect width of the picture by its height
 */
export function TileMap(props: { tiles: TileSnapshot; picture: ImageBitmap | null; aspect: number | null }) {
  const { tiles, picture, aspect } = props;
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(place);
  const theme = useThemeVersion();
  const height =
    aspect === null
      ? heightFor(tiles.cells, tiles.columns, width)
      : Math.min(Math.round(width / aspect), Math.round(window.innerHeight * 0.75));
  const across = aspect === null ? width : Math.min(width, Math.round(height * aspect));

  useEffect(() => {
    if (!canvas.current) return;
    canvas.current.style.height = `${height}px`;
    canvas.current.style.width = `${across}px`;
    const surface = surfaceOf(canvas.current);
    if (surface) paintTiles(surface, palette(), tiles.map, tiles.columns, picture);
  }, [tiles.map, tiles.columns, picture, width, height, across, theme]);

  return (
    <div ref={place}>
      <canvas
        ref={canvas}
        class="tile-map"
        role="img"
        aria-label={describeTiles(tiles.map, tiles.grains_per_cell)}
      />
      <Legend
        entries={[
          // A picture shows by itself what is done.
          ...(aspect === null ? ([['done', 'done']] as [string, string][]) : []),
          ['run', 'running'],
          ['stolen', 'stolen'],
          ['hedge', 'run twice'],
          ['failed', 'failed, again waiting'],
          ['waiting', 'waiting'],
        ]}
      />
    </div>
  );
}
