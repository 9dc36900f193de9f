import { expect, it } from 'vitest';
import { hrefOf, parseRoute, type Route } from '../src/route';
import { codeIn } from '../src/session';

const ROUTES: [string, Route][] = [
  ['#/', { page: 'overview' }],
  ['#/jobs/abc', { page: 'job', id: 'abc' }],
  ['#/nodes/a%2Fb%20%3Cb%3E', { page: 'node', id: 'a/b <b>' }],
  ['#/submit', { page: 'submit', type: null }],
  ['#/submit?type=matrix_mul', { page: 'submit', type: 'matrix_mul' }],
  ['#/events', { page: 'events' }],
];

it.each(ROUTES)('reads and writes %s', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
  expect(hrefOf(route)).toBe(hash);
});

it.each(['#/jobs', '#/jobs/a/b', '#/what', '#/nodes/%ff'])('leads nowhere: %s', hash => {
  expect(parseRoute(hash).page).toBe('unknown');
});

it('is the overview without anything behind the #', () => {
  expect(parseRoute('')).toEqual({ page: 'overview' });
});

it('finds a one-time code, and only a whole one', () => {
  expect(codeIn('#code=aB3-x_y')).toBe('aB3-x_y');
  expect(codeIn('#code=')).toBeNull();
  expect(codeIn('#/jobs/code=x')).toBeNull();
  expect(codeIn('#code=<b>')).toBeNull();
});
