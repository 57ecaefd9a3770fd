import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { glob, read, root } from './repository.ts';

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly 'working-directory'?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly name?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: unknown;
  readonly needs?: readonly string[];
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly name?: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const WORKFLOWS = glob('.github/workflows/*.yml');

test('the workflows that the product promises are there', () => {
  const names = WORKFLOWS.map((path) => path.slice('.github/workflows/'.length));
  expect(names).toEqual(
    expect.arrayContaining(['audit.yml', 'ci.yml', 'plan.yml', 'deploy.yml', 'rollback.yml', 'cost-report.yml']),
  );
});

test.each(['rollback', 'deploy'])('a %s can be dispatched for every environment', (name) => {
  const { on } = parse(read(`.github/workflows/${name}.yml`)) as {
    on: { workflow_dispatch: { inputs: { environment: { options: string[] } } } };
  };
  const environments = glob('environments/*/environment.yaml').map((path) => path.split('/')[1]);
  expect(on.workflow_dispatch.inputs.environment.options).toEqual(environments);
});

test('a plan that failed is commented on, so that the verdict of an older commit does not stand', () => {
  const { jobs } = parse(read('.github/workflows/plan.yml')) as Workflow;
  const comment = jobs['plan']?.steps?.find(({ uses }) => uses === './packages/plan-comment');
  expect(comment?.if).toBe('${{ !cancelled() && contains(fromJSON(\'["success", "failure"]\'), steps.plan.outcome) }}');
});

test('a run that is cancelled signals Terraform, and not only a shell in front of it', () => {
  const locking = WORKFLOWS.flatMap((path) =>
    Object.values((parse(read(path)) as Workflow).jobs).flatMap(({ steps = [] }) =>
      steps.flatMap(({ run }) => (run !== undefined && / (apply|plan .*--for-apply)\b/.test(run) ? [run] : [])),
    ),
  );
  expect(locking.length).toBeGreaterThan(1);
  for (const run of locking) expect(run).toMatch(/^exec node /);
});

test('a plan that no pull request has shown is not applied, unless somebody approves that very plan', () => {
  const { jobs } = parse(read('.github/workflows/deploy.yml')) as Workflow;
  const steps = jobs['deploy']?.steps ?? [];
  const compare = steps.findIndex(
    ({ uses, with: given }) => uses === './packages/plan-comment' && given?.['mode'] === 'compare',
  );
  const apply = steps.findIndex(({ run }) => run?.includes(' apply '));
  expect(compare).toBeGreaterThan(-1);
  expect(apply).toBeGreaterThan(compare);
  expect(steps[compare]).toMatchObject({
    with: { 'fail-on': 'changed', 'approved-plan': '$' + '{{ inputs.approved-plan }}' },
  });
  expect(steps.slice(compare, apply + 1).map((step) => [step.if, Object.hasOwn(step, 'continue-on-error')])).toEqual(
    steps.slice(compare, apply + 1).map(() => [undefined, false]),
  );
});

describe("a pull request's own code", () => {
  const { on, jobs } = parse(read('.github/workflows/plan.yml')) as Workflow;
  const mayDoMore = Object.entries(jobs).filter(
    ([, { permissions = {}, environment }]) =>
      environment !== undefined ||
      Object.entries(permissions).some(([scope, level]) => `${scope}: ${level}` !== 'contents: read'),
  );
  const trusted = [...mayDoMore, ...Object.entries(jobs).filter(([id]) => id === 'discover')];
  const isCheckout = ({ uses }: Step) => uses?.startsWith('actions/checkout@') === true;

  test('is that of a branch for main: the code of another base is nobody’s that reviewers trust', () => {
    expect(on['pull_request']).toMatchObject({ branches: ['main'] });
    expect(mayDoMore.map(([id]) => id)).toEqual(['plan', 'gone', 'roll-up']);
  });

  test.each(trusted)('does not run in the job %s: the code at the root is that of the base', (_, { steps = [] }) => {
    const checkouts = steps.filter(isCheckout).map((step) => step.with ?? {});
    expect(checkouts.map(({ path, ref }) => [path, ref])).toEqual([
      [undefined, '$' + '{{ github.event.pull_request.base.sha }}'],
      ...checkouts.slice(1).map(() => ['pull-request', undefined]),
    ]);
    for (const step of steps) {
      expect(step.uses ?? './').toMatch(/^(\.\/(?!pull-request)|[a-z-]+\/)/);
      if (step['working-directory'] === undefined) expect(step.run ?? '').not.toContain('pull-request');
      else expect(step.run).toMatch(/^node "\$GITHUB_WORKSPACE\/packages\/cli\/dist\/index\.js" /);
    }
  });

  test('runs where it may read the repository, and nothing else', () => {
    const others = Object.entries(jobs).filter(([id]) => !trusted.some(([name]) => name === id));
    expect(others.map(([id]) => id)).toEqual(['bundles', 'preview', 'plan-ok']);
    expect(jobs['preview']?.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(jobs['preview'])).not.toMatch(/secrets|vars\.|github\.token|"env"/);
  });
});

describe('what a pull request is compared with', () => {
  const { on, jobs } = parse(read('.github/workflows/plan.yml')) as Workflow;

  test('is main as GitHub has merged it, not as it was when the pull request was opened', () => {
    const commands = Object.values(jobs)
      .flatMap(({ steps = [] }) => steps)
      .filter((step) => step['working-directory'] === 'pull-request');
    expect(
      commands.map(({ run = '' }) => [/index\.js" ([a-z-]+)/.exec(run)?.[1], / --base (\S+)/.exec(run)?.[1]]),
    ).toEqual([
      ['audit-lockfile', 'HEAD^1'],
      ['affected', 'HEAD^1'],
      ['plan', 'HEAD^1'],
      ['left-behind', 'HEAD^1'],
    ]);
  });

  test('is looked at again when it changes, and no job is skipped when only the title does', () => {
    expect(on['pull_request']).toMatchObject({ types: ['opened', 'synchronize', 'reopened', 'edited'] });
    expect(read('.github/workflows/plan.yml')).not.toContain('github.event.action');
  });
});

describe('a plan is ok', () => {
  const { jobs } = parse(read('.github/workflows/plan.yml')) as Workflow;
  const script = jobs['plan-ok']?.steps?.[0]?.run ?? '';
  const env = { FIRST: 'success success', ENVIRONMENTS: '["dev"]', PLAN: 'success', GONE: '[]', LET_GO: 'skipped' };
  const exitCode = (given: Partial<typeof env>) =>
    spawnSync('bash', ['-e', '-c', script], { env: { ...env, ...given } }).status;

  test.each([
    ['when all that is affected is planned', {}],
    ['when nothing is affected', { ENVIRONMENTS: '[]', PLAN: 'skipped' }],
    ['when what is gone has left nothing behind', { GONE: '["eu"]', LET_GO: 'success' }],
  ])('%s', (_, given) => {
    expect(exitCode(given)).toBe(0);
  });

  test.each([
    ['when a plan fails', { PLAN: 'failure' }],
    ['when a plan is skipped that should be there', { PLAN: 'skipped' }],
    ['when what is gone has left something behind', { GONE: '["eu"]', LET_GO: 'failure' }],
    ['when nobody has looked what is left', { GONE: '["eu"]', LET_GO: 'skipped' }],
    ['when nobody knows what is affected', { FIRST: 'failure success', ENVIRONMENTS: '', GONE: '', PLAN: 'skipped' }],
    ['when the bundles are not what the source builds', { FIRST: 'success failure', PLAN: 'skipped' }],
    ['when it was cancelled', { PLAN: 'cancelled' }],
  ])('not %s', (_, given) => {
    expect(exitCode(given)).toBe(1);
  });

  test('waits for every job that it judges', () => {
    expect(jobs['plan-ok']?.needs).toEqual(['discover', 'bundles', 'plan', 'gone']);
  });
});

test('credentials of a deploy last as long as the deploy may', () => {
  const { jobs } = parse(read('.github/workflows/deploy.yml')) as Workflow;
  const { deploy } = jobs;
  const assume = deploy?.steps?.find((step) => step.uses?.startsWith('aws-actions/configure-aws-credentials@'));
  const seconds = Number(assume?.with?.['role-duration-seconds'] ?? 3600);
  expect(seconds).toBeGreaterThanOrEqual((deploy?.['timeout-minutes'] ?? Number.POSITIVE_INFINITY) * 60);
});

test('a rollback from another branch than the one that deploys is refused', () => {
  const { jobs } = parse(read('.github/workflows/rollback.yml')) as Workflow;
  const refuse = jobs['confirm']?.steps?.[0];
  const exitCode = (ref: string) => spawnSync('bash', ['-e', '-c', refuse?.run ?? ''], { env: { REF: ref } }).status;
  expect([exitCode('refs/heads/main'), exitCode('refs/heads/topic')]).toEqual([0, 1]);
});

test('CI is ok when every job of it succeeded, and not when one was skipped', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml')) as Workflow;
  const { 'ci-ok': ok, ...others } = jobs;
  expect(ok?.needs).toEqual(Object.keys(others));
  const script = ok?.steps?.[0]?.run ?? '';
  const exitCode = (results: readonly string[]) =>
    spawnSync('bash', ['-e', '-c', script], { env: { RESULTS: results.join(' ') } }).status;
  const all = Object.keys(others).map(() => 'success');
  expect([exitCode(all), exitCode([...all.slice(1), 'skipped']), exitCode(all.slice(1))]).toEqual([0, 1, 1]);
});

test('real programs are tested in CI, and none of those tests may be skipped', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml')) as Workflow;
  const steps = jobs['real-programs']?.steps ?? [];
  expect(steps.map((step) => step.run ?? '').join('\n')).toMatch(/LOKI_BIN=.* ALLOY_BIN=[\s\S]*--project real/);
  const check = steps.at(-1)?.run?.replace(/ [^ ]+$/, '') ?? '';
  const exitCode = (passed: number, total: number) =>
    spawnSync('bash', ['-e', '-c', check], {
      input: JSON.stringify({ numTotalTests: total, numPassedTests: passed }),
      env: process.env,
    }).status;
  expect([exitCode(20, 20), exitCode(19, 20), exitCode(0, 0)]).toEqual([0, 1, 1]);
});

describe.each(WORKFLOWS)('%s', (path) => {
  const source = read(path);
  const workflow = parse(source) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps ?? []);

  test('grants nothing at the top, and every grant of a job but "contents: read" says why', () => {
    expect(workflow.permissions).toEqual({});
    for (const [line] of source.matchAll(/^ {6}[a-z-]+: (read|write)\b.*$/gm)) {
      if (line.trim() !== 'contents: read') expect(line).toMatch(/# \w/);
    }
  });

  test('names everything, ends every job, and says whether a newer run cancels an older one', () => {
    expect(workflow.name).toBeTruthy();
    expect(workflow.concurrency).toHaveProperty('cancel-in-progress');
    for (const [id, job] of jobs) {
      expect(job.name, id).toBeTruthy();
      expect(job['timeout-minutes'], id).toBeGreaterThan(0);
      for (const step of job.steps ?? []) expect(step.name, id).toBeTruthy();
    }
  });

  test('passes values to scripts through the environment, never as text', () => {
    for (const step of steps) expect(step.run ?? '').not.toContain('${{');
  });

  test('never hands a token to a pull request of a fork', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(Object.keys(workflow.on)).not.toContain('workflow_run');
  });

  test('keeps plans, and the secrets in them, out of artifacts', () => {
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'))) {
      expect(step.with?.['path'], step.name).toMatch(/(\/[^/]+\.md|\.report-file \}\})$/);
    }
  });

  test('leaves no credentials behind in a checkout', () => {
    for (const step of steps) {
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false);
    }
  });
});

describe.each([...WORKFLOWS, ...glob('.github/actions/*/action.yml')])('%s', (path) => {
  test('pins third-party actions to a commit with its version beside it, and each has a stand-in for the demo', () => {
    for (const [, reference = '', comment = ''] of read(path).matchAll(/uses: ([^\s]+)(.*)$/gm)) {
      if (reference.startsWith('./')) {
        expect(existsSync(join(root, reference, 'action.yml')), reference).toBe(true);
        continue;
      }
      expect(reference).toMatch(/@[0-9a-f]{40}$/);
      expect(comment).toMatch(/ # v\d+\.\d+\.\d+$/);
      const standIn = reference.slice(0, reference.indexOf('@')).replace('/', '__');
      expect(existsSync(join(root, 'packages/sandbox/act-stubs', standIn, 'action.yml')), reference).toBe(true);
    }
  });
});
