import type { EtaRange } from './api/wire';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SPACE = '\u00a0'; // does not break: a number and its unit stay together

/** 1,234,567 */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** "1 node", "12 nodes" */
export function counted(value: number, one: string, many = one + 's'): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Three significant digits, never in exponents. */
function rounded(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** Tasks or grains a second: 0, 0.42, 12.3, 1.2 k, 118 k, 3.4 M. */
export function rate(perSecond: number): string {
  if (perSecond >= 1e6) return rounded(perSecond / 1e6) + SPACE + 'M';
  if (perSecond >= 1e3) return rounded(perSecond / 1e3) + SPACE + 'k';
  return rounded(perSecond);
}

/** In binary units, as the command line takes them. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit++;
  }
  return rounded(rest) + SPACE + (units[unit] ?? '');
}

export function percent(share: number): string {
  return Math.round(share * 100) + SPACE + '%';
}

/** Progress is never shown as whole before it is. */
export function progressPercent(fraction: number): string {
  if (fraction >= 1) return '100' + SPACE + '%';
  const tenths = Math.floor(fraction * 1000) / 10;
  return (tenths < 10 ? tenths.toFixed(1) : String(Math.floor(tenths))) + SPACE + '%';
}

/** 850 ms, 4.2 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function duration(millis: number): string {
  if (millis < 1000) return rounded(millis < 10 ? millis : Math.round(millis)) + SPACE + 'ms';
  const seconds = millis / 1000;
  if (seconds < 59.95) return rounded(Number(seconds.toFixed(1))) + SPACE + 's';
  const whole = Math.round(seconds);
  if (whole < 3600) return pair(whole, 60, 'min', 1, 's');
  if (whole < 86_400) return pair(whole, 3600, 'h', 60, 'min');
  return pair(whole, 86_400, 'd', 3600, 'h');
}

function pair(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = Math.floor(seconds / large);
  const second = Math.floor((seconds % large) / small);
  const head = first + SPACE + largeUnit;
  return second === 0 ? head : `${head} ${second}${SPACE}${smallUnit}`;
}

/** "4–6 s", "2 min 10 s – 3 min", and one value when both ends look the same. */
export function etaRange(eta: EtaRange): string {
  const low = duration(Math.max(1, Math.round(eta.low_seconds)) * 1000);
  const high = duration(Math.max(1, Math.round(eta.high_seconds)) * 1000);
  if (low === high) return low;
  const [lowNumber, lowUnit, ...lowMore] = low.split(SPACE);
  const [, highUnit, ...highMore] = high.split(SPACE);
  if (lowUnit === highUnit && lowMore.length === 0 && highMore.length === 0) return `${lowNumber}–${high}`;
  return `${low} – ${high}`;
}

/** "just now", "12 s ago". */
export function ago(at: string, nowMillis: number): string {
  const millis = nowMillis - Date.parse(at);
  return millis < 1500 ? 'just now' : `${duration(Math.floor(millis / 1000) * 1000)} ago`;
}

/** Time of day here, to the second. */
export function clock(at: string | number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** Day and time here. */
export function dateAndClock(at: string): string {
  const date = new Date(at);
  return `${date.toLocaleDateString('en-CA')} ${clock(at)}`;
}

/** The first characters of a hash, enough for people. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** A JSON value in one line. */
export function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
