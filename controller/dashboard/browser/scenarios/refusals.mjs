import { join } from 'node:path';
import { copyFileSync, writeFileSync } from 'node:fs';
import { asking, logIn, NETWORK_MESSAGE, require, withPage } from '../browser.mjs';

/** Wrong for a number of any range, for a list and for a word of a few. */
const WRONG = '-1.5 and more';

/** Limits of a module that every form has. */
const LIMITS = [
  ['Input in pieces', 'split'],
  ['Memory of a task, bytes', 'memory_bytes_max'],
  ['Time of a task, milliseconds', 'wall_millis_max'],
  ['Output of a task, bytes', 'output_bytes_max'],
  ['Fuel of a task', 'fuel'],
];

/**
 * Wrong values, in every field that takes one: at the field stands, word by word, what the API says, and it has the
 * focus.
 *
 * @param {import('../types').Setting} setting
 */
export function run({ browser, link, folder }) {
  return withPage(browser, { expected: [NETWORK_MESSAGE] }, async page => {
    await logIn(page, link);
    const origin = new URL(page.url()).origin;
    const ask = await asking(page);
    const oneLine = join(folder, 'one-line.txt');
    writeFileSync(oneLine, '1\n');
    /** @param {string} type */
    const open = async type => {
      // By way of another page, so that no value of the form before stays.
      await page.goto(`${origin}/#/events`);
      await page.getByRole('heading', { name: 'Events' }).waitFor();
      await page.goto(`${origin}/#/submit?type=${type}`);
      await page.getByRole('button', { name: 'Submit the job' }).waitFor();
    };

    const { task_types: types } = await ask('GET', '/v1/task-types');
    for (const type of types) {
      if (type.name === 'module') continue;
      await open(type.name);
      for (const { name, required } of type.inputs) {
        if (required) await page.locator(`[id="field-inputs.${name}"]`).setInputFiles(oneLine);
      }
      // What has no default is chosen, so that only what is wrong is refused.
      for (const choice of await page.locator('select').filter({ hasText: 'choose' }).all()) {
        await choice.selectOption({ index: 1 });
      }
      for (const { name } of type.parameters) {
        const field = page.locator(`input[id="field-params.${name}"]`);
        if ((await field.count()) === 0) continue;
        const former = await field.inputValue();
        await field.fill(WRONG);
        await submitAndCompare(page, `params.${name}`);
        await field.fill(former);
      }
      await page.getByLabel('Slots at most').fill('0');
      await submitAndCompare(page, 'slots_max');
    }
    await open('mandelbrot');
    await page.getByLabel('width', { exact: true }).fill('');
    await submitAndCompare(page, 'params.width');

    const noMatrix = join(folder, 'no-matrix.npy');
    writeFileSync(noMatrix, 'this is no matrix');
    await open('matrix_mul');
    await page.getByLabel('size', { exact: true }).fill('');
    for (const input of ['a', 'b'])
      await page.locator(`[id="field-inputs.${input}"]`).setInputFiles(noMatrix);
    await submitAndCompare(page, 'inputs.a');

    const noModule = join(folder, 'no-module.wasm');
    writeFileSync(noModule, 'this is no WebAssembly');
    await open('module');
    await page.getByLabel('File').setInputFiles(noModule);
    await page.getByRole('alert').waitFor();
    require(/module/i.test(
      await page.getByRole('alert').innerText(),
    ), 'no verdict on a file that is no module');
    copyFileSync(join(folder, 'module.wasm'), join(folder, 'good.wasm'));
    await page.getByLabel('File').setInputFiles(join(folder, 'good.wasm'));
    await page.locator('.verdict').waitFor();
    await page.getByLabel('input', { exact: true }).setInputFiles(oneLine);
    for (const [label = '', name] of LIMITS) {
      const field = page.getByLabel(label, { exact: true });
      await field.fill(WRONG);
      await submitAndCompare(page, `module.${name}`);
      await field.fill('');
    }

    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
  });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} field that is wrong
 */
async function submitAndCompare(page, field) {
  const focused = focusWhenShown(page, field);
  const answered = page.waitForResponse(
    answer => answer.request().method() === 'POST' && answer.url().endsWith('/v1/jobs'),
  );
  await page.getByRole('button', { name: 'Submit the job' }).click();
  const problem = await (await answered).json();
  require(problem.field === field, `of ${field} the API says ${JSON.stringify(problem)}`);
  const shown = page.locator(`[id="wrong-${field}"]`).filter({ hasText: problem.detail });
  await shown.waitFor();
  const message = await shown.innerText();
  require(message.startsWith(problem.detail), `the form says "${message}", the API "${problem.detail}"`);
  require(!problem.hint || message.includes(problem.hint), `the form does not say "${problem.hint}"`);
  const focus = await focused;
  require(focus === `field-${field}`, `the focus is on "${focus}", not on ${field}`);
}

/**
 * What has the focus at the moment in which the message of a field comes: later it would be too late for a screen reader
 * and for the next key.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} field
 * @returns {Promise<string | undefined>} the element's id
 */
function focusWhenShown(page, field) {
  return page.evaluate(
    message =>
      new Promise(resolve => {
        const shown = new MutationObserver(() => {
          if (document.getElementById(message) === null) return;
          shown.disconnect();
          resolve(document.activeElement?.id);
        });
        shown.observe(document.body, { childList: true, subtree: true });
      }),
    `wrong-${field}`,
  );
}
