import { join } from 'node:path';
import { logIn, require, tokenOf, withPage } from '../browser.mjs';

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

/** The pictures of the documentation, of a cluster at work. @param {import('../types').Setting} setting */
export function run({ browser, link, folder }) {
  return withPage(
    browser,
    { context: { viewport: DESKTOP, colorScheme: 'light', ignoreHTTPSErrors: true } },
    async page => {
      await logIn(page, link);
      const origin = new URL(page.url()).origin;
      const headers = { Authorization: `Bearer ${await tokenOf(page)}` };
      /** @param {string} type @param {object} params @returns {Promise<string>} the job's id */
      const submit = async (type, params) => {
        const data = { task_type: type, params, cache: false };
        const answer = await page.request.post(`${origin}/v1/jobs`, { headers, data });
        require(answer.ok(), `${type} is refused: ${await answer.text()}`);
        return (await answer.json()).id;
      };
      /** @param {string} name @param {'light' | 'dark'} theme */
      const take = async (name, theme) => {
        await page.emulateMedia({ colorScheme: theme });
        await page.waitForTimeout(300);
        await page.screenshot({ path: join(folder, `${name}.png`) });
      };
      /** @param {string} id @param {number} fraction */
      const reach = async (id, fraction) => {
        for (;;) {
          const job = await (await page.request.get(`${origin}/v1/jobs/${id}`, { headers })).json();
          if (job.progress.fraction >= fraction) return;
          require(job.state === 'queued' || job.state === 'running', `job ${id} is ${job.state}`);
          await page.waitForTimeout(100);
        }
      };

      // Some history first, so that the overview has something to show.
      for (const size of [256, 512, 1024]) await reach(await submit('matrix_mul', { size }), 1);
      const picture = await submit('mandelbrot', { width: 2400, height: 1350, max_iterations: 30_000 });
      await submit('matrix_mul', { size: 2048 });
      await reach(picture, 0.3);
      await take('dashboard-overview', 'light');
      await take('dashboard-overview-dark', 'dark');
      await page.goto(`${origin}/#/jobs/${picture}`);
      await page.getByRole('heading', { name: 'Picture' }).waitFor();
      await reach(picture, 0.5);
      await take('dashboard-job-dark', 'dark');
      await take('dashboard-job', 'light');
      await page.setViewportSize(PHONE);
      await take('dashboard-phone', 'dark');
    },
  );
}
