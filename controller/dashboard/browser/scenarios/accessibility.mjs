import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { logIn, require, tokenOf, withPage } from '../browser.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every page in both themes and at the width of a phone, as axe sees it. @param {import('../types').Setting} setting */
export async function run({ browser, link }) {
  /** @type {string[]} */
  const findings = [];
  await withPage(browser, { context: { colorScheme: 'light' } }, async page => {
    await logIn(page, link);
    const token = await tokenOf(page);
    const origin = new URL(page.url()).origin;
    const headers = { Authorization: `Bearer ${token}` };
    const nodes = await (await page.request.get(`${origin}/v1/nodes`, { headers })).json();
    const body = { task_type: 'mandelbrot', params: { width: 300, height: 200 } };
    const job = await (await page.request.post(`${origin}/v1/jobs`, { headers, data: body })).json();
    const pages = [
      '#/',
      `#/jobs/${job.id}`,
      `#/nodes/${nodes.nodes[0].id}`,
      '#/submit?type=mandelbrot',
      '#/submit?type=module',
      '#/events',
      '#/nothing',
    ];
    for (const theme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      for (const hash of pages) {
        await page.goto(`${origin}/${hash}`);
        await page.locator('main h1').waitFor({ state: 'attached' });
        if (hash.startsWith('#/jobs')) await page.locator('.chip-completed').first().waitFor();
        await page.locator('#content .panel, #content .empty').first().waitFor();
        findings.push(...(await axe(page, `${hash} in ${theme}`)));
      }
    }
    await page.setViewportSize({ width: 360, height: 740 });
    for (const hash of pages) {
      await page.goto(`${origin}/${hash}`);
      await page.locator('#content .panel, #content .empty').first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 360) findings.push(`${hash}: ${wide} px wide on a phone of 360`);
    }
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Token').waitFor();
    findings.push(...(await axe(page, 'the log-in form')));
  });
  require(findings.length === 0, findings.join('\n'));
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} where
 * @returns {Promise<string[]>} what is serious or critical
 */
async function axe(page, where) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    // @ts-expect-error the script above made it
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations;
  });
  /** @type {string[]} */
  const serious = [];
  for (const violation of violations) {
    if (violation.impact !== 'serious' && violation.impact !== 'critical') continue;
    const places = violation.nodes.map((/** @type {any} */ node) => `${node.html} ${node.failureSummary}`);
    serious.push(`${where}: ${violation.id}: ${places.slice(0, 3).join(' | ')}`);
  }
  return serious;
}
