import { expect, it } from 'vitest';
import { bytes, counted, duration, etaRange, progressPercent, rate } from '../src/format';

/** Spaces that do not break as ordinary ones, so that a reader of this test sees what is meant. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

it.each([
  [0, '0'],
  [0.42, '0.42'],
  [12.34, '12.3'],
  [118_600, '119 k'],
  [1240, '1.24 k'],
  [3_400_000, '3.4 M'],
])('writes the rate %d as %s', (value, text) => expect(plain(rate(value))).toBe(text));

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [6_912_000, '6.59 MiB'],
  [2 ** 40 * 3, '3 TiB'],
])('writes %d bytes as %s', (value, text) => expect(plain(bytes(value))).toBe(text));

it.each([
  [0.4, '0.4 ms'],
  [850, '850 ms'],
  [4240, '4.2 s'],
  [59_960, '1 min'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [360_000_000, '4 d 4 h'],
])('writes %d ms as %s', (millis, text) => expect(plain(duration(millis))).toBe(text));

it.each([
  [4, 6, '4–6 s'],
  [0.2, 0.4, '1 s'],
  [50, 130, '50 s – 2 min 10 s'],
])('writes the range %d to %d as %s', (low, high, text) => {
  expect(plain(etaRange({ low_seconds: low, high_seconds: high }))).toBe(text);
});

it('never shows progress as whole before it is', () => {
  expect(plain(progressPercent(0.9999))).toBe('99 %');
  expect(plain(progressPercent(1))).toBe('100 %');
  expect(plain(progressPercent(0.0449))).toBe('4.4 %');
});

it('counts in the singular and the plural', () => {
  expect(counted(1, 'node')).toBe('1 node');
  expect(counted(1200, 'node')).toBe('1,200 nodes');
});
