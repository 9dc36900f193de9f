// Runs scenarios in a real Chromium.
//   node run.mjs SCENARIO LINK [FOLDER]
//     LINK    a one-time link as "controller ui" prints it
//     FOLDER  where the scenario finds and leaves files
//   Ends with 0 if everything was as it must be, else with 1 and a sentence on standard error.
//   node run.mjs
//     Reads "SCENARIO LINK FOLDER" from lines of standard input, runs one after the other in the same browser, and
//     answers each with a line: "= passed", or "= failed" and why, as a JSON string.
// Where a scenario needs something done to the cluster, it prints "> WHAT" and waits for a line on standard input.
import { createInterface } from 'node:readline';
import { launch } from './browser.mjs';

const input = createInterface({ input: process.stdin });
const lines = input[Symbol.asyncIterator]();

/** @param {string} what */
async function ask(what) {
  console.log(`> ${what}`);
  const { done, value } = await lines.next();
  if (done) throw new Error(`nobody answered "${what}"`);
  return value;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string | undefined} name
 * @param {string | undefined} link
 * @param {string} folder
 */
async function run(browser, name, link, folder = '.') {
  if (!name || !/^[a-z-]+$/.test(name) || !link)
    throw new Error('usage: node run.mjs SCENARIO LINK [FOLDER]');
  const scenario = await import(`./scenarios/${name}.mjs`);
  await scenario.run({ browser, link, folder, ask });
}

/** The cause first: it is what went wrong, the rest explains it. @param {unknown} error @returns {string} */
function textOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${textOf(error.cause)}\n${error.message}` : (error.stack ?? error.message);
}

/** @param {import('playwright-core').Browser} browser */
async function serve(browser) {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const [name, link, folder] = next.value.split(' ');
    try {
      await run(browser, name, link, folder);
      console.log('= passed');
    } catch (error) {
      console.log(`= failed ${JSON.stringify(textOf(error))}`);
    }
  }
}

const [name, link, folder] = process.argv.slice(2);
const browser = await launch();
try {
  if (name === undefined) await serve(browser);
  else await run(browser, name, link, folder);
} catch (error) {
  console.error(textOf(error));
  process.exitCode = 1;
} finally {
  input.close();
  await browser.close();
}
