import { afterEach, describe, expect, it, vi } from 'vitest';
import { Client, RefusedError } from '../src/api/client';
import { decide } from '../src/api/decisions';

describe('deciding about a node', () => {
  const client = new Client(
    () => 'secret',
    () => {},
  );
  const answer = (status: number, body: unknown) => {
    const asked = vi.fn<typeof fetch>(async () => new Response(JSON.stringify(body), { status }));
    vi.stubGlobal('fetch', asked);
    return asked;
  };
  afterEach(() => vi.unstubAllGlobals());

  it('says the code that was shown', async () => {
    const asked = answer(200, {});
    await decide(client, 'approve', { id: 'a/b', code: 'K7QF-2MXP' });
    expect(asked.mock.calls[0]?.[0]).toBe('/v1/nodes/a%2Fb/approve');
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', body: '{"code":"K7QF-2MXP"}' });
  });

  it('says nothing for a node without a code, which does not wait', async () => {
    const asked = answer(200, {});
    await decide(client, 'approve', { id: 'a', code: null });
    expect(asked.mock.calls[0]?.[1]).not.toHaveProperty('body');
  });

  it('tells that the node shows another code', async () => {
    answer(409, { detail: 'no node that is called so waits with this code', hint: 'compare again' });
    await expect(decide(client, 'deny', { id: 'a', code: 'K7QF-2MXP' })).rejects.toThrow(RefusedError);
  });
});
