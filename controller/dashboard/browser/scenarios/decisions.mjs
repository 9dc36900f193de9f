import { asking, logIn, require, withPage } from '../browser.mjs';

/**
 * Decisions about nodes and jobs: of two nodes that come without a token one is approved and one denied, by the codes
 * that they show; a node is paused, drained and given work again; a job is cancelled, goes on, and is cancelled again.
 *
 * @param {import('../types').Setting} setting
 */
export function run({ browser, link, ask }) {
  return withPage(browser, {}, async page => {
    await logIn(page, link);
    for (const [name, verb] of /** @type {const} */ ([
      ['welcome', 'Approve'],
      ['stranger', 'Deny'],
    ])) {
      const waiting = page.locator('.pending li').filter({ hasText: name });
      await waiting.waitFor();
      const shown = await waiting.locator('.code').innerText();
      const code = await ask(`code ${name}`);
      require(shown === code, `the page shows the code ${shown} of ${name}, the node ${code}`);
      await page.getByRole('button', { name: `${verb} ${name}` }).click();
      await page.getByText(`${name} is ${verb === 'Approve' ? 'approved' : 'denied'}.`).waitFor();
      await waiting.waitFor({ state: 'detached' });
    }
    await page.getByRole('link', { name: 'welcome' }).click();
    const state = page.locator('.title-line');
    await state.locator('.chip-ready').waitFor();
    for (const [verb, after] of /** @type {const} */ ([
      ['Pause', 'paused'],
      ['Resume', 'ready'],
      ['Drain', 'draining'],
      ['Resume', 'ready'],
    ])) {
      await page.getByRole('button', { name: verb, exact: true }).click();
      await state.locator(`.chip-${after}`).waitFor();
    }

    const request = await asking(page);
    const params = { width: 4000, height: 4000, max_iterations: 100_000 };
    const job = await request('POST', '/v1/jobs', { task_type: 'mandelbrot', params, cache: false });
    await page.goto(new URL(`/#/jobs/${job.id}`, page.url()).href);
    for (const [verb, after] of /** @type {const} */ ([
      ['Cancel', 'cancelled'],
      ['Resume', 'running'],
      ['Cancel', 'cancelled'],
    ])) {
      await page.getByRole('button', { name: verb, exact: true }).click();
      await state.locator(`.chip-${after}`).waitFor();
    }
    require((await request('GET', `/v1/jobs/${job.id}`)).state === 'cancelled', 'the job is not cancelled');
    await ask('gone stranger');
  });
}
