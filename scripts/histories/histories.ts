import { parseArgs } from 'node:util';
import { checkHistories } from '../../packages/rollout-engine/src/testing/histories/check-histories.ts';

/** `pnpm test:histories [--steps N] [--seed S] [--path P]`: random histories of the rollout engine, or the one that failed. */
const { values } = parseArgs({
  options: { steps: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const steps = wholeNumber('steps', values.steps ?? '100000');
const seed = wholeNumber('seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 31)));

process.stdout.write(`seed ${seed}, at least ${steps} steps\n`);
const { path } = values;
const startedAt = performance.now();
const checked = await checkHistories({ seed, steps, ...(path !== undefined && { path }) });
const seconds = Math.round((performance.now() - startedAt) / 1000);
process.stdout.write(`${checked.steps} steps in ${checked.histories} histories, ${seconds} s\n`);
for (const [ending, count] of Object.entries(checked.endings).sort()) process.stdout.write(`  ${ending}: ${count}\n`);
if (checked.failure !== undefined) process.stdout.write(`\n${checked.failure}\n`);
process.exitCode = checked.failure === undefined ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  if (/^-?\d+$/.test(text)) return Number(text);
  process.stderr.write(`--${name} is ${JSON.stringify(text)}: expected a whole number\n`);
  process.exit(2);
}
