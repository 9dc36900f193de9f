import { logIn, NETWORK_MESSAGE, require, withPage } from '../browser.mjs';

/** The controller is killed under the open page, and comes back; sessions of its former life are over. @param {import('../types').Setting} setting */
export function run({ browser, link, ask }) {
  return withPage(browser, { expected: [NETWORK_MESSAGE] }, async page => {
    await logIn(page, link);
    await page.goto(new URL('/#/events', page.url()).href);
    await ask('kill');
    await page.locator('.connection-lost').waitFor();
    const banner = page.getByRole('alert').filter({ hasText: 'Connection lost.' });
    await banner.waitFor();
    require(/What you see is from/.test(
      await banner.innerText(),
    ), 'the banner does not say how old the page is');
    const fresh = await ask('restart');

    // The token was of the former life: the form appears by itself, and leads back to where one was.
    await page.getByLabel('Token').waitFor({ timeout: 60_000 });
    require(page.url().endsWith('#/events'), `the address changed: ${page.url()}`);
    await page.getByLabel('Token').fill(fresh);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Events' }).waitFor();
    await page.locator('.connection-live').waitFor();

    // A token that both lives know: nobody has to do anything.
    await ask('kill');
    await page.locator('.connection-lost').waitFor();
    await ask('restart');
    await page.locator('.connection-live').waitFor({ timeout: 60_000 });
    require((await banner.count()) === 0, 'the banner stays');
  });
}
