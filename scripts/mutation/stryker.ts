import { resolve } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { filesOf, type Target } from './targets.ts';

export type Mutants = Awaited<ReturnType<Stryker['runMutationTest']>>;

/** Where Stryker keeps its copy of the repository and what it found last time; git ignores it. */
const FOLDER = '.mutation';

/**
 * Plants faults in the target's files one by one and runs the unit tests that reach them, of the package or of the target's own
 * folder. With `remember`, only those that a change of the code or of a test may have an effect on.
 */
export async function runStryker(target: Target, { remember }: { remember: boolean }): Promise<Mutants> {
  const files = filesOf(target);
  const { tests } = target;
  // Its test processes inherit it: fewer-runs.ts.
  process.env['PROPERTY_RUNS'] = String(target.propertyRuns ?? '');
  const stryker = new Stryker({
    mutate: [...files],
    testRunner: 'vitest',
    vitest: {
      configFile: 'scripts/mutation/vitest.config.ts',
      dir: `packages/${target.package}/${tests ?? 'src'}`,
      related: false,
    },
    plugins: ['@stryker-mutator/vitest-runner'],
    concurrency: 1,
    // A run that times out counts as a detected fault: a busy machine must not look like an endless loop.
    timeoutMS: 30_000,
    incremental: true,
    force: !remember,
    // What few tests leave says nothing of what all of them do.
    incrementalFile: `${FOLDER}/${[target.package, ...(tests?.split('/') ?? [])].join('-')}.json`,
    tempDirName: `${FOLDER}/copies`,
    // What no unit test reads, and what a sandbox may have left.
    ignorePatterns: ['dist', '.sandbox', '.terraform', '.turbo', '.github', '/terraform', '/docs', '/out'],
    // Types are stripped, not checked: comments that switch checks off would only move lines.
    disableTypeChecks: false,
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false, allowEmojis: false },
    allowConsoleColors: false,
  });
  const wanted = new Set(files.map((file) => resolve(file)));
  // The result also includes the remembered mutants of the package's other files.
  return (await stryker.runMutationTest()).filter((mutant) => wanted.has(resolve(mutant.fileName)));
}
