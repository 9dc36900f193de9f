// Runs one scenario in a real Chromium: node run.mjs SCENARIO LINK [FOLDER]
//   LINK    a one-time link as "controller ui" prints it
//   FOLDER  where the scenario leaves files
// Ends with 0 if everything was as it must be, else with 1 and a sentence on standard error. Where a scenario needs
// something done to the cluster, it prints "> WHAT" and waits for a line on standard input.
import { createInterface } from 'node:readline';

const [name, link, folder = '.'] = process.argv.slice(2);
if (!name || !/^[a-z-]+$/.test(name) || !link) {
  console.error('run.mjs: usage: node run.mjs SCENARIO LINK [FOLDER]');
  process.exit(2);
}

const answers = createInterface({ input: process.stdin });
const lines = answers[Symbol.asyncIterator]();

/** @param {string} what */
async function ask(what) {
  console.log(`> ${what}`);
  const { done, value } = await lines.next();
  if (done) throw new Error(`nobody answered "${what}"`);
  return value;
}

try {
  const scenario = await import(`./scenarios/${name}.mjs`);
  await scenario.run({ link, folder, ask });
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
} finally {
  answers.close();
}
