import { globSync, statSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import { UserError } from '../../packages/errors/src/index.ts';

/** A package and the part of it whose faults its unit tests have to notice, as globs below the package. */
export interface Target {
  readonly package: string;
  readonly mutate: readonly string[];
  /** Maximum runs per property during mutation testing, for packages where the full number takes too long. */
  readonly propertyRuns?: number;
  /** Folder whose tests alone are run, relative to the package; all of `src` without it. */
  readonly tests?: string;
}

/** What `pnpm test:mutation` runs, one after the other. A package that isn't there is skipped. */
export const TARGETS: readonly Target[] = [
  {
    package: 'rollout-engine',
    mutate: ['src/{model,state,gates,decide,run,edge}/**', 'src/adapters/{ledger-store,desired-state-hash}.ts'],
  },
  { package: 'plan-comment', mutate: ['src/core/**'], propertyRuns: 15 },
  { package: 'cost-report', mutate: ['src/core/**'] },
  { package: 'verification', mutate: ['src/**'] },
  { package: 'telemetry', mutate: ['src/**'] },
  { package: 'aws-kit', mutate: ['src/object-store.ts', 'src/aws-error.ts'] },
];

/**
 * The targets that an argument stands for: nothing for all, `verification` for one package (the whole of it when the list
 * doesn't have it), `verification/src/core` for a folder and `verification/src/probe.ts` for a file. With `near`, the tests of a
 * folder or file are those of this folder.
 */
export function targetsFor(argument: string | undefined, { near = false } = {}): readonly Target[] {
  if (argument === undefined) return TARGETS.filter((target) => isFolder(`packages/${target.package}`));
  const [name = '', ...below] = argument
    .replace(/^packages\//, '')
    .replace(/\/$/, '')
    .split('/');
  if (name === '' || !isFolder(`packages/${name}/src`)) {
    throw new UserError(`There is no packages/${name}/src. Name a package, or a folder or file of one.`);
  }
  const path = below.join('/');
  const target = TARGETS.find((each) => each.package === name) ?? { package: name, mutate: ['src/**'] };
  if (path === '') return [target];
  const isFile = path.endsWith('.ts');
  const tests = isFile ? dirname(path) : path;
  return [{ ...target, mutate: [isFile ? path : `${path}/**`], ...(near ? { tests } : {}) }];
}

/** The target's source files, relative to the repository: no tests, and nothing that exists for tests. */
export function filesOf(target: Target): readonly string[] {
  const files = globSync(
    target.mutate.map((glob) => `packages/${target.package}/${glob}`),
    { exclude: ['**/*.test.ts', '**/*.fixture.ts', '**/testing/**', '**/fixtures/**'] },
  );
  const source = files.filter((file) => file.endsWith('.ts')).sort();
  if (source.length === 0) {
    throw new UserError(`Nothing below packages/${target.package} is a source file of ${target.mutate.join(', ')}.`);
  }
  return source;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
