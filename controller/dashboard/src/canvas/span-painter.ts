import type { SlotSnapshot, SpanKind } from '../api/wire';
import { duration } from '../format';
import { OKABE_ITO, type Palette } from './palette';
import { layOutSpans, type SpanLayout, timeTicks } from './spans';
import { hatch, type Surface } from './surface';

const AXIS_HEIGHT = 20;

/** Where the bars begin: names of slots stand left of it. */
export function labelWidth(width: number): number {
  return Math.min(150, Math.max(64, width * 0.2));
}

export function spanHeight(slots: SlotSnapshot): number {
  const rows = Math.max(1, layOutSpans(slots).rows.length);
  return AXIS_HEIGHT + rows * rowHeight(rows);
}

function rowHeight(rows: number): number {
  return rows <= 12 ? 24 : rows <= 24 ? 16 : 11;
}

export function paintSpans(surface: Surface, colours: Palette, slots: SlotSnapshot): void {
  const layout = layOutSpans(slots);
  paintAxis(surface, colours, layout);
  paintLabels(surface, colours, slots, layout);
  const { context, width } = surface;
  const left = labelWidth(width);
  const scale = (width - left) / (layout.toMillis - layout.fromMillis);
  const height = rowHeight(layout.rows.length);
  const placeOf = new Map(layout.rows.map((row, place) => [row, place]));
  for (const [row, from, to, kind] of slots.spans) {
    const place = placeOf.get(row);
    const end = to ?? slots.now_ms;
    if (place === undefined || end < layout.fromMillis) continue;
    const x = left + Math.max(0, (from - layout.fromMillis) * scale);
    const right = left + (end - layout.fromMillis) * scale;
    const wide = Math.max(1.5, right - x - 0.5);
    paintBar(context, colours, kind, to === null, x, place * height + 2, wide, height - 4);
  }
}

function paintAxis(surface: Surface, colours: Palette, layout: SpanLayout): void {
  const { context, width, height } = surface;
  const left = labelWidth(width);
  context.font = '11px "Inter Variable", system-ui, sans-serif';
  context.textBaseline = 'alphabetic';
  context.lineWidth = 1;
  for (const at of timeTicks(layout.fromMillis, layout.toMillis, (width - left) / 70)) {
    const share = (at - layout.fromMillis) / (layout.toMillis - layout.fromMillis);
    const x = Math.round(left + share * (width - left)) + 0.5;
    context.strokeStyle = colours.line;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height - AXIS_HEIGHT + 4);
    context.stroke();
    context.fillStyle = colours.muted;
    context.textAlign = x > width - 24 ? 'right' : x < left + 12 ? 'left' : 'center';
    context.fillText(at === 0 ? '0' : duration(at), Math.min(x, width - 2), height - 5);
  }
}

function paintLabels(surface: Surface, colours: Palette, slots: SlotSnapshot, layout: SpanLayout): void {
  const { context, width } = surface;
  const height = rowHeight(layout.rows.length);
  const left = labelWidth(width);
  context.font = `${height >= 16 ? 12 : 9}px "Inter Variable", system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  layout.rows.forEach((row, place) => {
    const slot = slots.rows[row];
    context.strokeStyle = colours.line;
    context.beginPath();
    context.moveTo(0, (place + 1) * height + 0.5);
    context.lineTo(width, (place + 1) * height + 0.5);
    context.stroke();
    if (!slot) return;
    context.fillStyle = colours.muted;
    context.fillText(fitting(context, slot.name, slot.slot, left - 10), 0, (place + 0.5) * height);
  });
}

/** The name cut so that it and the slot's number fit. */
function fitting(context: CanvasRenderingContext2D, name: string, slot: number, width: number): string {
  const number = ` · ${slot + 1}`;
  if (context.measureText(name + number).width <= width) return name + number;
  let cut = name;
  while (cut.length > 1 && context.measureText(cut + '…' + number).width > width) cut = cut.slice(0, -1);
  return cut + '…' + number;
}

export const SPAN_COLOURS: Record<SpanKind, string> = {
  run: OKABE_ITO.sky,
  stolen: OKABE_ITO.orange,
  hedge: OKABE_ITO.purple,
  failed: OKABE_ITO.vermilion,
  lost: '#8b949e',
  cancelled: '#8b949e',
};

function paintBar(
  context: CanvasRenderingContext2D,
  colours: Palette,
  kind: SpanKind,
  open: boolean,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const colour = SPAN_COLOURS[kind];
  context.fillStyle = colour;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  context.globalAlpha = open ? 0.65 : 1;
  switch (kind) {
    case 'run':
      context.fillRect(x, y, width, height);
      break;
    case 'stolen':
      context.fillRect(x, y, width, height);
      if (width > 4) hatch(context, x, y, width, height, 5);
      break;
    case 'hedge':
      context.fillRect(x, y, width, height);
      context.fillStyle = colours.ink;
      context.fillRect(x, y + height / 2 - 1, width, 2);
      break;
    case 'failed':
      context.fillRect(x, y, width, height);
      paintCross(context, colours, x + width, y, height);
      break;
    case 'lost':
    case 'cancelled':
      context.strokeStyle = colour;
      context.setLineDash(kind === 'lost' ? [3, 2] : []);
      context.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), height - 1);
      context.setLineDash([]);
      break;
  }
  context.globalAlpha = 1;
}

/** At the end of a bar, where it failed. */
function paintCross(
  context: CanvasRenderingContext2D,
  colours: Palette,
  right: number,
  y: number,
  height: number,
): void {
  const arm = Math.min(4, height / 2 - 1);
  const x = right - arm - 1;
  const middle = y + height / 2;
  context.strokeStyle = colours.text;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - arm, middle - arm);
  context.lineTo(x + arm, middle + arm);
  context.moveTo(x + arm, middle - arm);
  context.lineTo(x - arm, middle + arm);
  context.stroke();
}
