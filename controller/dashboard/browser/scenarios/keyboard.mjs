import { logIn, require, withPage } from '../browser.mjs';

/** Everything a person needs, without a pointer. @param {import('../types').Setting} setting */
export function run({ browser, link }) {
  return withPage(browser, {}, async page => {
    await logIn(page, link);

    await page.keyboard.press('Tab');
    require((await focused(page)) === 'Skip to the content', 'the first stop is not the skip link');
    await page.keyboard.press('Enter');
    require((await page.evaluate(() => document.activeElement?.id)) ===
      'content', 'the skip link does not skip');

    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });

    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Events' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { name: 'Submit a job' }).waitFor();

    await page.getByRole('link', { name: 'matrix_mul' }).waitFor();
    await tabTo(page, 'matrix_mul');
    await page.keyboard.press('Enter');
    await page.getByLabel('size').waitFor();
    await tabTo(page, 'size');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('64');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^matrix_mul / }).waitFor();
    await page.locator('.chip-completed').waitFor();

    await page.getByRole('button', { name: /^Download / }).waitFor();
    await tabTo(page, 'Download');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    require((await (await download).suggestedFilename()).endsWith('.npy'), 'the download is no .npy');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'Jobs' }).waitFor();
    await tabTo(page, 'matrix_mul');
  });
}

/** What has the focus, as a screen reader would begin to name it. @param {import('playwright-core').Page} page */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
    return (label ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
  });
}

/**
 * Presses Tab until something of that name has the focus, and requires that one sees it.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if (!(await focused(page)).startsWith(name)) continue;
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    require(outline !== 'none', `the focus on ${name} is not to be seen`);
    return;
  }
  throw new Error(`Tab never reaches ${name}`);
}
