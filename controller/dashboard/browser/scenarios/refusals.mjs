import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { logIn, NETWORK_MESSAGE, require, tokenOf, withPage } from '../browser.mjs';

/** Wrong values: at its field stands, word by word, what the API says. @param {import('../types').Setting} setting */
export function run({ link, folder }) {
  return withPage({ expected: [NETWORK_MESSAGE] }, async page => {
    await logIn(page, link);
    const origin = new URL(page.url()).origin;
    const headers = { Authorization: `Bearer ${await tokenOf(page)}` };

    const wrong = [
      { type: 'mandelbrot', label: 'width', text: '0', field: 'params.width', value: 0 },
      { type: 'mandelbrot', label: 'width', text: 'wide', field: 'params.width', value: 'wide' },
      { type: 'mandelbrot', label: 'height', text: '', field: 'params.height', value: undefined },
      { type: 'matrix_mul', label: 'size', text: '1.5', field: 'params.size', value: 1.5 },
      { type: 'matrix_mul', label: 'Slots at most', text: '0', field: 'slots_max', value: 0 },
    ];
    for (const { type, label, text, field, value } of wrong) {
      await page.goto(`${origin}/#/submit?type=${type}`);
      await page.reload();
      await page.getByLabel(label, { exact: true }).fill(text);
      await page.getByRole('button', { name: 'Submit the job' }).click();
      const shown = page.locator(`[id="wrong-${field}"]`);
      await shown.waitFor();
      /** @type {Record<string, unknown>} */
      const params = type === 'mandelbrot' ? { width: 1920, height: 1080 } : { size: 1024 };
      /** @type {Record<string, unknown>} */
      const body = { task_type: type, params, inputs: {} };
      if (field.startsWith('params.')) params[field.slice('params.'.length)] = value;
      else body[field] = value;
      const answer = await (await page.request.post(`${origin}/v1/jobs`, { headers, data: body })).json();
      require(answer.field === field, `the API blames ${answer.field}, not ${field}`);
      const message = await shown.innerText();
      require(message.startsWith(answer.detail), `the form says "${message}", the API "${answer.detail}"`);
      const focused = await page.evaluate(() => document.activeElement?.id);
      require(focused === `field-${field}`, `the focus is on ${focused}, not on the refused field`);
    }

    const noModule = join(folder, 'no-module.wasm');
    writeFileSync(noModule, 'this is no WebAssembly');
    await page.goto(`${origin}/#/submit?type=module`);
    await page.getByLabel('File').setInputFiles(noModule);
    await page.getByRole('alert').waitFor();
    require(/module/i.test(
      await page.getByRole('alert').innerText(),
    ), 'no verdict on a file that is no module');

    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
  });
}
