// A real Chromium with one page of the dashboard, watched for everything that must not happen.
import { chromium } from 'playwright-core';

/**
 * @typedef {import('playwright-core').Browser} Browser
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').BrowserContext} BrowserContext
 */

/** On a busy machine a step may take its time; every wait is for an outcome. */
export const STEP_MILLIS_MAX = 60_000;

/** What Chromium itself writes for every answer of 4xx and 5xx and for every lost connection. */
export const NETWORK_MESSAGE = /^Failed to load resource: /;

/** Fails the scenario with a sentence. @type {(holds: unknown, message: string) => asserts holds} */
export function require(holds, message) {
  if (!holds) throw new Error(message);
}

/** A name that leads to this machine, as a foreign site could have one of its own do. */
export const REBOUND_NAME = 'rebound.example';

/** One for all scenarios; each has a context of its own in it. @returns {Promise<Browser>} */
export function launch() {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      // The sandbox of Chromium does not start for root, as which CI runs.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--host-resolver-rules=MAP ${REBOUND_NAME} 127.0.0.1`,
    ],
  });
}

/**
 * Runs `visit` on a new page and closes it. Afterwards nothing may have been written as an error, thrown, or asked by a
 * dialog.
 *
 * @param {Browser} browser
 * @param {{expected?: RegExp[], context?: import('playwright-core').BrowserContextOptions}} options
 *   expected: messages that Chromium writes about what the scenario does on purpose
 * @param {(page: Page, context: BrowserContext) => Promise<void>} visit
 */
export async function withPage(browser, options, visit) {
  /** @type {string[]} */
  const trouble = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options.context });
  context.setDefaultTimeout(STEP_MILLIS_MAX);
  const page = await context.newPage();
  try {
    page.on('console', message => {
      if (message.type() !== 'error') return;
      if (options.expected?.some(expected => expected.test(message.text()))) return;
      trouble.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', error => trouble.push(`thrown: ${error.stack ?? error}`));
    page.on('dialog', dialog => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await visit(page, context);
    require(trouble.length === 0, `the page is not clean:\n${trouble.join('\n')}`);
  } catch (error) {
    // What the page itself said and shows explains most failures.
    throw new Error([...trouble, `The page shows: ${await shown(page)}`].join('\n'), { cause: error });
  } finally {
    await context.close();
  }
}

/** What one could read on the page, as far as it can still be told. @param {Page} page @returns {Promise<string>} */
function shown(page) {
  return page
    .locator('body')
    .innerText({ timeout: 1_000 })
    .catch(error => `nothing (${error.message})`);
}

/**
 * Opens a one-time link, and waits until the overview is live.
 *
 * @param {Page} page
 * @param {string} link
 */
export async function logIn(page, link) {
  await page.goto(link);
  await page.locator('.connection-live').waitFor();
  await page.locator('.stats').waitFor();
  require(!page.url().includes('code='), `the code stays in the address: ${page.url()}`);
}

/**
 * Asks the controller beside the page, as whoever is logged in there.
 *
 * @param {Page} page
 * @returns {Promise<(method: string, path: string, data?: unknown) => Promise<any>>} gives the answer's JSON, and fails
 *   when the request is refused
 */
export async function asking(page) {
  const origin = new URL(page.url()).origin;
  const headers = { Authorization: `Bearer ${await tokenOf(page)}` };
  return async (method, path, data) => {
    const answer = await page.request.fetch(`${origin}${path}`, {
      method,
      headers,
      ...(data ? { data } : {}),
    });
    require(answer.ok(), `${method} ${path} is answered with ${answer.status()}: ${await answer.text()}`);
    return answer.json();
  };
}

/**
 * The token of the session, for requests beside the page.
 *
 * @param {Page} page
 * @returns {Promise<string>}
 */
export function tokenOf(page) {
  return page.evaluate(() => JSON.parse(sessionStorage.getItem('processdistro.session') ?? '{}').token);
}
