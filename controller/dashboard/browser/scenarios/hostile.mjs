import { createServer } from 'node:http';
import { logIn, NETWORK_MESSAGE, REBOUND_NAME, require, tokenOf, withPage } from '../browser.mjs';

const HOSTILE = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>\'"`${1}';

/** Strings of others are text, other sites get nothing. @param {import('../types').Setting} setting */
export async function run({ browser, link }) {
  const foreign = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>foreign</title>');
  });
  await new Promise(resolve => foreign.listen(0, '127.0.0.1', () => resolve(null)));
  const address = foreign.address();
  require(address !== null && typeof address === 'object', 'no foreign server');
  try {
    const refused = [NETWORK_MESSAGE, /blocked by CORS policy/, /violates .* "frame-ancestors 'none'"/];
    await withPage(browser, { expected: refused }, async page => {
      await logIn(page, link);
      const origin = new URL(page.url()).origin;
      await showHostileStrings(page, origin);
      await askFromForeignPages(page, origin, `http://127.0.0.1:${address.port}`);
    });
  } finally {
    foreign.close();
  }
}

/** @param {import('playwright-core').Page} page @param {string} origin */
async function showHostileStrings(page, origin) {
  for (const hash of [
    `#/jobs/${encodeURIComponent(HOSTILE)}`,
    `#/nodes/${encodeURIComponent(HOSTILE)}`,
    '#/<b>',
  ]) {
    await page.goto(`${origin}/${hash}`);
    await page.locator('#content h1').waitFor();
  }
  await page.goto(`${origin}/#/submit?type=${encodeURIComponent(HOSTILE)}`);
  await page.getByText('There is no task type').waitFor();

  // In a parameter: the refusal repeats it.
  await page.goto(`${origin}/#/submit?type=mandelbrot`);
  await page.getByLabel('width').fill(HOSTILE);
  await page.getByRole('button', { name: 'Submit the job' }).click();
  await page.locator('.wrong').waitFor();

  // Everything the controller sends, made hostile on its way: no string of it may become HTML.
  await page.route('**/v1/**', async route => {
    if (route.request().url().includes('/v1/live') || route.request().url().includes('/v1/events')) {
      const body = hostileEvents();
      await route.fulfill({ status: 200, contentType: 'text/event-stream', body });
    } else {
      await route.continue();
    }
  });
  for (const hash of ['#/', '#/jobs/abc', '#/nodes/abc', '#/events']) {
    await page.goto(`${origin}/${hash}`);
    await page.reload();
    await page.getByText('<img src=x').first().waitFor();
  }
  await page.unroute('**/v1/**');
  await page.waitForTimeout(200);
  require((await page.evaluate(() => Reflect.get(window, 'harmed'))) ===
    undefined, 'a string became a script');
  require((await page.locator('img, script:not([src])').count()) === 0, 'a string became an element');
}

/** One event of each kind, with a hostile string wherever there is a string. */
function hostileEvents() {
  const job = {
    id: HOSTILE,
    task_type: HOSTILE,
    state: 'failed',
    version: 1,
    submitter: HOSTILE,
    priority: 'high',
    fraction: 0.5,
    grains_done: 1,
    grains_total: 2,
    params: { [HOSTILE]: HOSTILE },
    module: HOSTILE,
    submitted_at: '2026-01-01T00:00:00Z',
    started_at: null,
    finished_at: null,
    eta: null,
    progress: { grains_total: 2, grains_open: false, grains_done: 1, grains_running: 0, fraction: 0.5 },
    waiting_code: null,
    waiting_reason: HOSTILE,
    result: null,
    error: {
      code: HOSTILE,
      message: HOSTILE,
      hint: HOSTILE,
      grains: HOSTILE,
      nodes: [HOSTILE],
      log: HOSTILE,
    },
    timing: { plan_ms: 1, run_ms: 1, finish_ms: 1, total_ms: 1, slot_ms: 1, kernel_ms: 1 },
    stats: {
      attempts: 1,
      accepted: 1,
      duplicate: 0,
      stale: 0,
      invalid: 0,
      failed: 1,
      cancelled: 0,
      lost: 0,
      retries: 0,
      steals: 1,
      hedges: 0,
    },
  };
  const node = {
    id: HOSTILE,
    name: HOSTILE,
    state: 'ready',
    slots: 1,
    running: 0,
    queued: 0,
    incarnation: 1,
    address: HOSTILE,
    connected_at: '2026-01-01T00:00:00Z',
    round_trip_ms: 1,
    host: { host_name: HOSTILE, operating_system: HOSTILE, architecture: HOSTILE, cpus: 1, memory_bytes: 1 },
    engine: { name: HOSTILE, compiling: false, scalar_ms: 1, simd_ms: 1, warning: HOSTILE },
    sandbox: null,
    load: null,
    tasks: { accepted: 0, failed: 0 },
    warm_modules: [HOSTILE],
  };
  const overview = {
    at: '2026-01-01T00:00:10Z',
    insecure: true,
    open_to_all: true,
    controller: {
      name: HOSTILE,
      version: HOSTILE,
      epoch: 1,
      started_at: '2026-01-01T00:00:00Z',
      node_address: HOSTILE,
      store: 'broken',
      store_reason: HOSTILE,
      loop_lag_p99_ms: 1,
    },
    throughput: { tasks_per_second: 1, grains_per_second: 1 },
    nodes: {
      total: 1,
      ready: 1,
      slots: 1,
      running: 0,
      queued: 0,
      columns: ['id', 'name', 'state'],
      rows: [[HOSTILE, HOSTILE, 'ready']],
      omitted: 0,
    },
    pending: [{ id: HOSTILE, name: HOSTILE, address: HOSTILE, code: HOSTILE, since: null }],
    jobs: { queued: 0, running: 0, completed: 0, failed: 1, cancelled: 0, list: [job], omitted: 0 },
  };
  const slots = {
    rows: [{ node: HOSTILE, name: HOSTILE, slot: 0 }],
    spans: [[0, 0, 5, 'run', 0, 1, HOSTILE]],
    now_ms: 9,
  };
  const live = {
    job,
    eta: null,
    tiles: { cells: 2, grains_per_cell: 1, columns: null, map: 'd<' },
    slots,
    steals: [[HOSTILE, HOSTILE, 1]],
  };
  return [
    ['overview', overview],
    ['job', { ...job, ...live }],
    ['node', { ...node, node, leases: [{ job_id: HOSTILE, from: 0, to: 1, state: HOSTILE, age_ms: 1 }] }],
  ]
    .map(([kind, data]) => `id: 1\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`)
    .join('');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} origin
 * @param {string} foreign
 */
async function askFromForeignPages(page, origin, foreign) {
  await page.goto(`${origin}/#/`);
  const token = await tokenOf(page);
  const jobsBefore = await jobCount(page, origin, token);

  await page.goto(foreign);
  const outcome = await page.evaluate(
    async ({ origin, token }) => {
      const body = JSON.stringify({ task_type: 'matrix_mul', params: { size: 16 } });
      /** @param {RequestInit} init */
      const sent = async init => {
        try {
          const response = await fetch(`${origin}/v1/jobs`, init);
          return response.type === 'opaque' ? 'opaque' : String(response.status);
        } catch {
          return 'blocked';
        }
      };
      return {
        read: await sent({}),
        simple: await sent({
          method: 'POST',
          mode: 'no-cors',
          body,
          headers: { 'Content-Type': 'text/plain' },
        }),
        withToken: await sent({ method: 'POST', body, headers: { Authorization: `Bearer ${token}` } }),
      };
    },
    { origin, token },
  );
  require(outcome.read === 'blocked', `a foreign page reads: ${outcome.read}`);
  require(outcome.withToken === 'blocked', `a foreign page with a token writes: ${outcome.withToken}`);

  const framed = await page.evaluate(async origin => {
    const frame = document.createElement('iframe');
    frame.src = `${origin}/`;
    const loaded = new Promise(resolve => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    return frame.contentDocument === null ? 'apart' : 'same';
  }, origin);
  require(framed === 'apart', 'a foreign page frames the dashboard');
  const inner = page.frames().find(frame => frame.parentFrame() !== null);
  require((await inner?.locator('#page').count()) === 0, 'the dashboard is shown in a frame');

  const rebound = new URL(origin);
  rebound.hostname = REBOUND_NAME;
  const answer = await page.goto(rebound.href);
  require(answer !== null && answer.status() === 421, `a rebound name is answered with ${answer?.status()}`);

  await page.goto(`${origin}/#/`);
  require((await jobCount(page, origin, token)) === jobsBefore, 'a foreign page submitted a job');
}

/** @param {import('playwright-core').Page} page @param {string} origin @param {string} token */
async function jobCount(page, origin, token) {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await page.request.get(`${origin}/v1/jobs?limit=500`, { headers });
  return (await answer.json()).jobs.length;
}
