import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asking, logIn, NETWORK_MESSAGE, require, withPage } from '../browser.mjs';

/** A module that wants a function "spy" of its surroundings; no surroundings give any. */
const WANTS_MORE = Buffer.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x02, 0x0b, 0x01, 0x03, ...Buffer.from('env'), 0x03, ...Buffer.from('spy'), 0x00, 0x00],
]);

/**
 * Modules of one's own by the form: a hostile one is refused with its reasons, a good one (module.wasm of the folder, which
 * adds up lines) is described, run, and its result saved.
 *
 * @param {import('../types').Setting} setting
 */
export function run({ browser, link, folder }) {
  return withPage(browser, { expected: [NETWORK_MESSAGE] }, async page => {
    await logIn(page, link);
    const ask = await asking(page);
    const jobs = async () => (await ask('GET', '/v1/jobs?limit=500')).jobs.length;
    const before = await jobs();
    await page.goto(new URL('/#/submit?type=module', page.url()).href);
    const file = page.getByLabel('File');
    const submit = page.getByRole('button', { name: 'Submit the job' });

    writeFileSync(join(folder, 'wants-more.wasm'), WANTS_MORE);
    await file.setInputFiles(join(folder, 'wants-more.wasm'));
    const refusal = page.getByRole('alert').or(page.locator('.field .wrong'));
    await refusal.first().waitFor();
    require(/spy/.test((await refusal.allInnerTexts()).join('\n')), 'the refusal does not name the import');
    require((await submit.getAttribute('aria-disabled')) === 'true', 'a refused module can be submitted');
    await submit.click({ force: true });

    await file.setInputFiles(join(folder, 'module.wasm'));
    const verdict = page.locator('.verdict');
    await verdict.waitFor();
    require((await refusal.count()) === 0, 'the former refusal stays');
    const words = await verdict.innerText();
    for (const word of ['free', 'native', 'split, execute, merge']) {
      require(words.includes(word), `the verdict does not say "${word}": ${words}`);
    }
    writeFileSync(join(folder, 'numbers.txt'), '1\n2\n39\n');
    await page.getByLabel('input', { exact: true }).setInputFiles(join(folder, 'numbers.txt'));
    await submit.click();
    await page.getByRole('heading', { name: /^module / }).waitFor();
    await page.locator('.title-line .chip-completed').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Download / }).click();
    const saved = join(folder, 'sum.bin');
    await (await download).saveAs(saved);
    require(readFileSync(saved, 'utf8') === '42\n', `the sum is ${readFileSync(saved, 'utf8')}`);
    require((await jobs()) === before + 1, 'there is not exactly one job more');
  });
}
