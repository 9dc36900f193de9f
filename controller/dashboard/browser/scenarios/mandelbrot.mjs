import { join } from 'node:path';
import { logIn, require, withPage } from '../browser.mjs';

/** Submits a picture by the form, sees it grow, and saves the result as mandelbrot.png. @param {import('../types').Setting} setting */
export function run({ browser, link, folder }) {
  return withPage(browser, {}, async page => {
    await logIn(page, link);
    await page.getByRole('link', { name: 'Submit', exact: true }).click();
    await page.getByRole('link', { name: 'mandelbrot' }).click();
    await page.getByLabel('width').fill('1200');
    await page.getByLabel('height').fill('900');
    await page.getByLabel('max_iterations').fill('20000');
    await page.getByRole('button', { name: 'Submit the job' }).click();
    await page.getByRole('heading', { name: /^mandelbrot / }).waitFor();

    // How much of the canvas is neither the empty colour nor transparent, sampled until the job is over.
    /** @type {Set<number>} */
    const seen = new Set();
    const state = page.locator('.title-line .chip');
    while (!/completed|failed|cancelled/.test(await state.innerText())) {
      seen.add(await colours(page));
      await page.waitForTimeout(100);
    }
    require(/completed/.test(await state.innerText()), `the job is ${await state.innerText()}`);
    await page.getByRole('heading', { name: 'Picture' }).waitFor();
    require(seen.size >= 3, `the picture did not grow: it had ${[...seen].join(', ')} colours`);
    require(await page
      .getByRole('img', { name: /^Map of [0-9,]+ tiles?/ })
      .isVisible(), 'no words for the map of tiles');

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Download / }).click();
    await (await download).saveAs(join(folder, 'mandelbrot.png'));
  });
}

/** How many different colours the map shows. @param {import('playwright-core').Page} page */
function colours(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas.tile-map');
    if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return 0;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const found = new Set();
    for (let at = 0; at < pixels.length; at += 4 * 97) {
      found.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
    }
    return found.size;
  });
}
