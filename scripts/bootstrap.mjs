// The way in for `npm run demo` and `npm test` on a bare clone. Plain JavaScript for Node 20: nothing is installed yet.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install, installChecks, nodeBinary, root } from './bootstrap/install.mjs';
import { checkPrerequisites } from './bootstrap/prerequisites.mjs';

const [command, ...rest] = process.argv.slice(2);

const missing = checkPrerequisites();
if (missing.length > 0) {
  for (const line of missing) console.error(line);
  process.exit(3);
}
if (!install()) process.exit(1);

if (command === 'demo') {
  process.exit(await runNode(['packages/cli/src/index.ts', 'demo', ...rest]));
}
if (command === 'test') {
  if (!installChecks()) process.exit(1);
  const counts = join(root, '.sandbox', 'test-results.json');
  rmSync(counts, { force: true });
  const code = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...rest], { TEST_RESULTS: counts });
  printCounts(counts);
  process.exit(code);
}
console.error(`Unknown command "${command ?? ''}": expected demo or test.`);
process.exit(2);

/** Runs Node 24 of the workspace; a signal to this process reaches it too. */
function runNode(args, env = {}) {
  const child = spawn(nodeBinary, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
  });
}

function printCounts(file) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.log('0 passed, 1 failed');
    return;
  }
  // A file that can't even be loaded has no tests in it: count it as one failure.
  const broken = results.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  for (const suite of results.testResults) {
    for (const test of suite.assertionResults) {
      if (test.status === 'pending' || test.status === 'skipped') console.log(`skipped: ${test.fullName}`);
    }
  }
  console.log(`${results.numPassedTests} passed, ${results.numFailedTests + broken.length} failed`);
}
