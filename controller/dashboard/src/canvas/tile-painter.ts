import { OKABE_ITO, type Palette } from './palette';
import { hatch, type Surface } from './surface';
import { gridOf, type Tile, tileOf } from './tiles';

const VEIL = 0.12;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Paints the tile map; over a picture, tiles that are done let it through.
 *
 * @param picture what is computed so far, or null
 */
export function paintTiles(
  surface: Surface,
  colours: Palette,
  map: string,
  columns: number | null,
  picture: CanvasImageSource | null,
): void {
  const { context, width, height } = surface;
  const grid = gridOf(map.length, columns, width, height);
  const gap = Math.min(grid.cellWidth, grid.cellHeight) >= 6 ? 1 : 0;
  if (picture) {
    context.fillStyle = colours.empty;
    context.fillRect(0, 0, width, height);
    context.drawImage(picture, 0, 0, width, height);
  }
  for (let index = 0; index < map.length;) {
    // Strips of one kind are painted as one: many may share a row of pixels, and veils would add up.
    const together = picture && grid.columns === 1 ? sameFrom(map, index) : 1;
    const left = Math.floor((index % grid.columns) * grid.cellWidth);
    const top = Math.floor(Math.floor(index / grid.columns) * grid.cellHeight);
    const right = Math.floor(((index % grid.columns) + 1) * grid.cellWidth);
    const bottom = Math.floor((Math.floor(index / grid.columns) + together) * grid.cellHeight);
    const box = {
      x: left,
      y: top,
      width: Math.max(1, right - left - gap),
      height: Math.max(1, bottom - top - gap),
    };
    const tile = tileOf(map[index] ?? '.');
    if (picture) paintOver(context, box, tile);
    else paintTile(context, colours, box, tile);
    index += together;
  }
}

/** How many of the same character stand there in a row. */
function sameFrom(map: string, start: number): number {
  let end = start + 1;
  while (end < map.length && map[end] === map[start]) end++;
  return end - start;
}

function paintTile(context: CanvasRenderingContext2D, colours: Palette, box: Box, tile: Tile): void {
  context.fillStyle = colours.empty;
  context.fillRect(box.x, box.y, box.width, box.height);
  switch (tile.kind) {
    case 'waiting':
      return;
    case 'partial': {
      const filled = Math.max(1, Math.round(box.height * tile.share));
      context.fillStyle = OKABE_ITO.green;
      context.globalAlpha = 0.75;
      context.fillRect(box.x, box.y + box.height - filled, box.width, filled);
      context.globalAlpha = 1;
      return;
    }
    case 'done':
      context.fillStyle = OKABE_ITO.green;
      context.fillRect(box.x, box.y, box.width, box.height);
      return;
    case 'running':
      context.fillStyle = OKABE_ITO.sky;
      context.fillRect(box.x, box.y, box.width, box.height);
      return;
    case 'stolen':
      context.fillStyle = OKABE_ITO.orange;
      context.fillRect(box.x, box.y, box.width, box.height);
      lines(context, colours, box);
      return;
    case 'hedged':
      context.fillStyle = OKABE_ITO.purple;
      context.fillRect(box.x, box.y, box.width, box.height);
      dot(context, colours, box);
      return;
    case 'failed':
      context.fillStyle = OKABE_ITO.vermilion;
      context.fillRect(box.x, box.y, box.width, box.height);
      cross(context, colours, box);
      return;
  }
}

/** On a picture: only what moves is marked, by a bar at its left and a veil that leaves the picture to be seen. */
function paintOver(context: CanvasRenderingContext2D, box: Box, tile: Tile): void {
  const colour = overColour(tile);
  if (colour === null) return;
  context.fillStyle = colour;
  context.globalAlpha = VEIL;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.globalAlpha = 1;
  context.fillRect(box.x, box.y, Math.min(6, box.width), box.height);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  if (tile.kind === 'stolen') hatch(context, box.x, box.y, box.width, box.height, 9);
}

function overColour(tile: Tile): string | null {
  switch (tile.kind) {
    case 'waiting':
    case 'partial':
    case 'done':
      return null;
    case 'running':
      return OKABE_ITO.sky;
    case 'stolen':
      return OKABE_ITO.orange;
    case 'hedged':
      return OKABE_ITO.purple;
    case 'failed':
      return OKABE_ITO.vermilion;
  }
}

function lines(context: CanvasRenderingContext2D, colours: Palette, box: Box): void {
  if (box.height < 5) return;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  hatch(context, box.x, box.y, box.width, box.height, 4);
}

function dot(context: CanvasRenderingContext2D, colours: Palette, box: Box): void {
  const radius = Math.min(box.width, box.height) / 5;
  if (radius < 1) return;
  context.fillStyle = colours.ink;
  context.beginPath();
  context.arc(box.x + box.width / 2, box.y + box.height / 2, radius, 0, 2 * Math.PI);
  context.fill();
}

function cross(context: CanvasRenderingContext2D, colours: Palette, box: Box): void {
  const arm = Math.min(box.width, box.height) / 3;
  if (arm < 2) return;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.stroke();
}
