import { describe, expect, it } from 'vitest';
import { EventCutter } from '../src/api/server-sent-events';

const TWO = ': hello\n\nid: 7\nevent: job\ndata: {"a":1}\n\nevent: node\ndata: x\ndata: y\n\n';
const EXPECTED = [
  { kind: 'job', data: '{"a":1}', id: '7' },
  { kind: 'node', data: 'x\ny', id: '7' },
];

describe('EventCutter', () => {
  it('cuts a stream into events and drops comments', () => {
    expect(new EventCutter().feed(TWO)).toEqual(EXPECTED);
  });

  it('does so however the network cut it', () => {
    for (let at = 0; at <= TWO.length; at++) {
      const cutter = new EventCutter();
      expect([...cutter.feed(TWO.slice(0, at)), ...cutter.feed(TWO.slice(at))]).toEqual(EXPECTED);
    }
  });

  it('takes every line ending of the standard, also one that is cut in two', () => {
    const text = TWO.replaceAll('\n', '\r\n');
    for (let at = 0; at <= text.length; at++) {
      const cutter = new EventCutter();
      expect([...cutter.feed(text.slice(0, at)), ...cutter.feed(text.slice(at))]).toEqual(EXPECTED);
    }
  });

  it('keeps a half event back', () => {
    expect(new EventCutter().feed('event: job\ndata: 1\n')).toEqual([]);
  });

  it('gives up on an event without end', () => {
    const cutter = new EventCutter();
    const mebibyte = 'x'.repeat(1 << 20);
    expect(() => {
      for (let i = 0; i < 5; i++) cutter.feed(mebibyte);
    }).toThrow('4 MiB');
  });
});
