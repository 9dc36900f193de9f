import { useEffect, useRef } from 'preact/hooks';
import type { SlotSnapshot } from '../api/wire';
import { palette } from '../canvas/palette';
import { paintSpans, spanHeight } from '../canvas/span-painter';
import { describeSpan, describeSpans, layOutSpans } from '../canvas/spans';
import { surfaceOf } from '../canvas/surface';
import { counted } from '../format';
import { useThemeVersion, useWidth } from '../state/app';
import { Legend, TableFrame } from './basics';

const TABLE_ROWS = 40;

/** What ran where and when: one row for each slot. */
export function TaskStream({ slots }: { slots: SlotSnapshot }) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(place);
  const theme = useThemeVersion();

  useEffect(() => {
    if (!canvas.current) return;
    canvas.current.style.height = `${spanHeight(slots)}px`;
    const surface = surfaceOf(canvas.current);
    if (surface) paintSpans(surface, palette(), slots);
  }, [slots, width, theme]);

  const hidden = layOutSpans(slots).hiddenRows;
  return (
    <div ref={place}>
      <canvas ref={canvas} class="task-stream" role="img" aria-label={describeSpans(slots)} />
      {hidden > 0 && <p class="muted">{counted(hidden, 'more slot')} not drawn.</p>}
      <Legend
        entries={[
          ['run', 'run'],
          ['stolen', 'stolen'],
          ['hedge', 'run twice'],
          ['failed', 'failed'],
          ['lost', 'lost'],
          ['cancelled', 'cancelled'],
        ]}
      />
      <details>
        <summary>As a table</summary>
        <SpanTable slots={slots} />
      </details>
    </div>
  );
}

function SpanTable({ slots }: { slots: SlotSnapshot }) {
  const newest = [...slots.spans].sort((left, right) => right[1] - left[1]).slice(0, TABLE_ROWS);
  return (
    <TableFrame label="Newest tasks">
      <table>
        <thead>
          <tr>
            <th scope="col">Slot</th>
            <th scope="col">Task</th>
          </tr>
        </thead>
        <tbody>
          {newest.map(span => {
            const slot = slots.rows[span[0]];
            return (
              <tr key={`${span[6]} ${span[1]}`}>
                <td>{slot ? `${slot.name} · ${slot.slot + 1}` : '–'}</td>
                <td>{describeSpan(span, slots.now_ms)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableFrame>
  );
}
