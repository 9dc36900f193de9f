import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { palette } from '../canvas/palette';
import { clock, rate } from '../format';
import { useThemeVersion, useWidth } from '../state/app';
import type { ThroughputHistory } from '../state/throughput';

const HEIGHT = 150;
/** The axis is never shorter, so that the first points do not fill it. */
const SECONDS_MIN = 60;

/**
 * Tasks a second over the last ten minutes.
 *
 * @param atMillis when the newest point came; a new one paints again
 */
export function ThroughputChart({ history, atMillis }: { history: ThroughputHistory; atMillis: number }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const width = useWidth(place);
  const theme = useThemeVersion();

  useEffect(() => {
    if (!place.current || width === 0) return;
    const made = new uPlot(options(width), history.data(), place.current);
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = null;
    };
  }, [width, theme, history]);

  useEffect(() => chart.current?.setData(history.data()), [atMillis, history]);

  const rates = history.data()[1].filter(value => value !== null);
  const highest = rates.length === 0 ? 0 : Math.max(...rates);
  const text = `Tasks a second over the last ten minutes: now ${rate(rates.at(-1) ?? 0)}, highest ${rate(highest)}.`;
  return <div class="chart" ref={place} role="img" aria-label={text} />;
}

function options(width: number): uPlot.Options {
  const colours = palette();
  const font = '11px "Inter Variable", system-ui, sans-serif';
  const axis = {
    stroke: colours.muted,
    font,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 24, 0, 0],
    scales: {
      x: { range: (_, first, last) => [Math.min(first, last - SECONDS_MIN), last] },
      y: { range: (_, __, highest) => [0, Math.max(1, (highest ?? 0) * 1.15)] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        values: (_, values) => values.map(second => clock(second * 1000)),
        space: 90,
        grid: { show: false },
      },
      { ...axis, size: 48, space: 32, values: (_, values) => values.map(rate) },
    ],
    series: [
      {},
      {
        stroke: colours.series,
        fill: colours.seriesFill,
        width: 1.75,
        points: { show: false },
        spanGaps: false,
      },
    ],
  };
}
