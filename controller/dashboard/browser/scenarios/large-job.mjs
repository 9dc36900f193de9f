import { readFileSync } from 'node:fs';
import { logIn, withPage } from '../browser.mjs';

const LOOK_MILLIS = 1_000;

/**
 * Shows a job until its end, and tells what the page took: asks "job" for its id, and answers by asking
 * "figures JSON". Run by "scripts/bench dashboard".
 *
 * @param {import('../types').Setting} setting
 */
export function run({ browser, link, ask }) {
  return withPage(browser, {}, async (page, context) => {
    await logIn(page, link);
    const id = await ask('job');
    await page.goto(new URL(`/#/jobs/${id}`, page.url()).href);
    await page.locator('canvas.tile-map').waitFor();
    let privateBytesMax = 0;
    const state = page.locator('.title-line .chip');
    while (/queued|running/.test(await state.innerText())) {
      privateBytesMax = Math.max(privateBytesMax, await privateBytes(browser));
      await page.waitForTimeout(LOOK_MILLIS);
    }
    privateBytesMax = Math.max(privateBytesMax, await privateBytes(browser));
    const session = await context.newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    await ask(`figures ${JSON.stringify({ heap_bytes: usedSize, private_bytes_max: privateBytesMax })}`);
  });
}

/**
 * What the process of the page shares with no other: of those that render, the largest, which is that of the only page.
 *
 * @param {import('playwright-core').Browser} browser
 */
async function privateBytes(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return Math.max(...renderers.map(({ id }) => privateBytesOf(id)));
}

/** @param {number} pid */
function privateBytesOf(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  let kibibytes = 0;
  for (const [, each] of rollup.matchAll(/^Private_\w+: +([0-9]+) kB$/gm)) kibibytes += Number(each);
  return kibibytes * 1024;
}
