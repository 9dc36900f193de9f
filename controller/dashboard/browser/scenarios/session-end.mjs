import { asking, logIn, NETWORK_MESSAGE, require, withPage } from '../browser.mjs';

/** A token is revoked while a page of it is open, and says nothing: it is told, and asked to log in. @param {import('../types').Setting} setting */
export function run({ browser, link }) {
  return withPage(browser, {}, async page => {
    await logIn(page, link);
    const origin = new URL(page.url()).origin;
    const ask = await asking(page);
    const { token, secret } = await ask('POST', '/v1/tokens', {
      name: 'guest',
      role: 'viewer',
      ttl_seconds: 600,
    });
    await withPage(browser, { expected: [NETWORK_MESSAGE] }, async guest => {
      const headers = { Authorization: `Bearer ${secret}` };
      const { code } = await (await guest.request.post(`${origin}/v1/ui/links`, { headers })).json();
      await logIn(guest, `${origin}/#code=${code}`);
      await guest.goto(`${origin}/#/events`);
      await guest.getByRole('heading', { name: 'Events' }).waitFor();
      await ask('DELETE', `/v1/tokens/${token.id}`);
      await guest.getByLabel('Token').waitFor();
      const words = await guest.getByRole('alert').innerText();
      require(/^Your session has ended\./.test(words), `the form says "${words}"`);
      require(guest.url().endsWith('#/events'), `the address changed: ${guest.url()}`);
    });
    await page.locator('.connection-live').waitFor();
  });
}
