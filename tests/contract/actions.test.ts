import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { glob, read } from './repository.ts';

interface ActionFile {
  readonly inputs: Readonly<Record<string, { description?: string }>>;
  readonly outputs: Readonly<Record<string, { description?: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

/** Other people's workflows rely on these names: they may be added to, never renamed. */
const CONTRACT = {
  'plan-comment': {
    inputs:
      'plan-file environment github-token pull-request mode body-file config-diff-file cost-file phase-from phase-to fail-on environments outdated comment-author',
    outputs: 'comment-id comment-url posted fingerprint reviewed body-file creates updates deletes replaces',
  },
  'canary-rollout': {
    inputs: 'command environment-file task-definitions services to reason dry-run github-token',
    outputs: 'outcome services epoch report-file',
  },
  'cost-report': {
    inputs: 'environment-file mode assumptions window-days fail-on github-token issue',
    outputs: 'verdict cloudwatch-monthly loki-monthly saving-percent report-file',
  },
} as const;

test('every action of the repository is in the contract', () => {
  expect(glob('packages/*/action.yml').map((path) => path.split('/')[1])).toEqual(Object.keys(CONTRACT).sort());
});

describe.each(Object.entries(CONTRACT))('%s', (name, contract) => {
  const action = parse(read(`packages/${name}/action.yml`)) as ActionFile;
  const readme = read(`packages/${name}/README.md`);

  test('keeps the names that others rely on', () => {
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(contract.inputs.split(' ')));
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(contract.outputs.split(' ')));
  });

  test('runs one bundle on Node 24', () => {
    expect(action.runs).toMatchObject({ using: 'node24', main: 'dist/index.js' });
  });

  test('describes every input and output, in the action file and in its README', () => {
    for (const [field, { description }] of [...Object.entries(action.inputs), ...Object.entries(action.outputs)]) {
      expect(description, field).toBeTruthy();
      expect(readme).toContain(`\`${field}\``);
    }
  });
});
