import { parseArgs } from 'node:util';
import { UserError } from '../../packages/errors/src/index.ts';
import { scoreOf } from './score.ts';
import { runStryker } from './stryker.ts';
import { targetsFor } from './targets.ts';

// Plants faults (mutants) in packages and counts those that their unit tests notice: docs/testing.md.
// Usage: pnpm test:mutation [--fresh] [--near] [package | package/folder | package/file.ts]

const LEAST_PERCENT = 85;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fresh: { type: 'boolean', default: false }, near: { type: 'boolean', default: false } },
  });
  const rows: string[] = [];
  let below = 0;
  for (const target of targetsFor(positionals[0], values)) {
    const startMs = performance.now();
    const { percent, detected, survived } = scoreOf(await runStryker(target, { remember: !values.fresh }));
    const seconds = Math.round((performance.now() - startMs) / 1000);
    const where = `${target.package}/{${target.mutate.join(',')}}`;
    rows.push(`${percent.toFixed(1)} %  ${where}: ${detected} noticed, ${survived} not, in ${seconds} s`);
    if (percent < LEAST_PERCENT) below += 1;
  }
  process.stdout.write(`\n${rows.join('\n')}\n`);
  if (below > 0) {
    process.stderr.write(
      `Below ${LEAST_PERCENT} %: write a test for what survived, or remove what no test can reach.\n`,
    );
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
