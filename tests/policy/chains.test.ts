import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roleNames } from '../../packages/cli/src/bootstrap/stack-roles.ts';
import { loadEnvironment } from '../../packages/environment/src/index.ts';
import { glob, read, root } from '../contract/repository.ts';
import { type Account, accountWith, identityOf, policyOf, roleNamed } from './account/account.ts';
import { IAM, type Layout, PROJECT, type Rendered, renderPolicies } from './account/rendered.ts';
import { withStatement } from './chains/faults.ts';
import { apply, PLANTED } from './chains/planted.ts';
import { type Chain, findChains } from './chains/search.ts';
import { CALLS_OF_A_DEPLOYMENT, CALLS_OF_TASKS, callsOnRole } from './deployment.ts';
import { evaluate, trusts } from './iam/evaluate.ts';

const LAYOUTS: readonly Layout[] = ['below a path', 'at the root'];

/** Who may be taken over: a workflow of a pull request, one of main, any task, and the host of a task with the Docker socket. */
const STARTS = [
  'demo-github-plan',
  'demo-github-apply',
  'demo-worker-task',
  'demo-worker-execution',
  'demo-loki-task',
  'demo-loki-execution',
  'demo-loki-volume',
  'demo-grafana-task',
  'demo-grafana-execution',
  'demo-instance',
];

const STACK_ROLES = STARTS.filter((name) => !name.includes('-github-') && name !== 'demo-instance');

let folder: string;
let rendered: Record<Layout, Rendered>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
  rendered = await renderPolicies(folder);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inWords = (chains: readonly Chain[]) => chains.map(({ reached, steps }) => [reached, ...steps].join('\n  '));

test('every role that Terraform makes is searched from, and every start is such a role', () => {
  const inTerraform = glob('terraform/**/*.tf').flatMap((path) => [
    ...read(path).matchAll(/^resource "aws_iam_role" /gm),
  ]);
  expect(inTerraform.length).toBe(STARTS.length);
  for (const layout of LAYOUTS)
    expect(rendered[layout].roles.map(({ name }) => name).sort()).toEqual([...STARTS].sort());
});

test('adopt bootstrap knows every role of the stack by its name', () => {
  const loaded = loadEnvironment('dev', { root: join(root, 'environments') });
  const worker = loaded.ok ? loaded.environment.services['worker'] : undefined;
  if (!loaded.ok || worker === undefined) throw new Error('environments/dev has no service worker');
  const services = { worker: { ...worker, container: 'worker' } };
  expect(roleNames({ ...loaded.environment, cluster: PROJECT, services })).toEqual([...STACK_ROLES].sort());
});

test('whatever Terraform makes carries the tag that conditions ask for', () => {
  for (const path of ['bootstrap', 'foundation', 'stack'])
    expect(read(`terraform/${path}/versions.tf`)).toMatch(
      /default_tags \{\s+tags = \{\s+Project\s+= var\.project_name\n/,
    );
});

describe.each(LAYOUTS)('with the roles of the stack %s', (layout) => {
  test.each(STARTS)('%s gets nowhere', (start) => {
    expect(inWords(findChains(accountWith(rendered[layout]), start))).toEqual([]);
  });

  test('the apply role does what a deployment asks for, on every role of the stack', () => {
    const account = accountWith(rendered[layout]);
    const path = layout === 'at the root' ? '/' : `/${PROJECT}/`;
    const needed = [
      ...STACK_ROLES.flatMap((name) => callsOnRole(`${IAM}:role${path}${name}`)),
      ...CALLS_OF_A_DEPLOYMENT,
    ];
    expect(needed.filter((request) => decisionOf(account, 'demo-github-apply', request) !== 'allow')).toEqual([]);
  });

  test('a service that is new gets its roles', () => {
    const account = accountWith(rendered[layout]);
    const requests = callsOnRole(`${IAM}:role/${PROJECT}/demo-new-task`);
    expect(requests.filter((request) => decisionOf(account, 'demo-github-apply', request) !== 'allow')).toEqual([]);
  });

  test.each(Object.entries(CALLS_OF_TASKS))('%s does its work within its boundary', (name, needed) => {
    const account = accountWith(rendered[layout]);
    expect(needed.filter((request) => decisionOf(account, name, request) !== 'allow')).toEqual([]);
  });
});

function decisionOf(account: Account, name: string, request: Parameters<typeof evaluate>[1]) {
  const role = roleNamed(account.roles, name);
  const boundary = role.boundary === null ? undefined : policyOf(account, role.boundary);
  return evaluate({ identity: identityOf(account, role), boundary }, request);
}

describe('the search finds what a change would open', () => {
  test.each(PLANTED)('%s (%s)', (_, layout, plant, reached) => {
    const chains = findChains(accountWith(plant(rendered[layout])), 'demo-github-apply');
    expect(chains.map((chain) => chain.reached)).toContain(reached);
  });

  test('what the apply role is given by mistake, its boundary takes back', () => {
    const mistake = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
    const chains = findChains(
      accountWith(withStatement(rendered['below a path'], apply('deploy'), mistake)),
      'demo-github-apply',
    );
    expect(
      chains.map(({ reached }) => reached).filter((reached) => !/alarm|event rule|security group/.test(reached)),
    ).toEqual([]);
  });
});

describe('the roles of GitHub', () => {
  const SUBJECT = 'repo:acme/platform:environment:dev';
  const MAIN = {
    'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
    'token.actions.githubusercontent.com:sub': SUBJECT,
    'token.actions.githubusercontent.com:ref': 'refs/heads/main',
    'token.actions.githubusercontent.com:repository_id': '22',
    'token.actions.githubusercontent.com:job_workflow_ref':
      'acme/platform/.github/workflows/deploy.yml@refs/heads/main',
  };
  const PULL_REQUEST = {
    ...MAIN,
    'token.actions.githubusercontent.com:sub': `${SUBJECT}-plan`,
    'token.actions.githubusercontent.com:ref': 'refs/pull/7/merge',
    'token.actions.githubusercontent.com:job_workflow_ref':
      'acme/platform/.github/workflows/plan.yml@refs/pull/7/merge',
  };
  const claim = (name: string, value: string) => ({ [`token.actions.githubusercontent.com:${name}`]: value });

  test.each<[string, string, Record<string, string>, boolean]>([
    ['demo-github-apply', 'deploy.yml on main', MAIN, true],
    [
      'demo-github-apply',
      'rollback.yml on main',
      { ...MAIN, ...claim('job_workflow_ref', 'acme/platform/.github/workflows/rollback.yml@refs/heads/main') },
      true,
    ],
    [
      'demo-github-apply',
      'a branch that names the environment',
      { ...MAIN, ...claim('ref', 'refs/heads/mine') },
      false,
    ],
    [
      'demo-github-apply',
      'the same workflow of a branch',
      { ...MAIN, ...claim('job_workflow_ref', 'acme/platform/.github/workflows/deploy.yml@refs/heads/mine') },
      false,
    ],
    [
      'demo-github-apply',
      'another workflow on main',
      { ...MAIN, ...claim('job_workflow_ref', 'acme/platform/.github/workflows/ci.yml@refs/heads/main') },
      false,
    ],
    ['demo-github-apply', 'another repository of that name', { ...MAIN, ...claim('repository_id', '23') }, false],
    ['demo-github-apply', 'another environment', { ...MAIN, ...claim('sub', `${SUBJECT}-plan`) }, false],
    ['demo-github-plan', 'plan.yml of a pull request', PULL_REQUEST, true],
    [
      'demo-github-plan',
      'another workflow of a pull request',
      { ...PULL_REQUEST, ...claim('job_workflow_ref', 'acme/platform/.github/workflows/ci.yml@refs/pull/7/merge') },
      false,
    ],
    ['demo-github-plan', 'the environment that deploys', { ...PULL_REQUEST, ...claim('sub', SUBJECT) }, false],
  ])('%s and %s: %s', (name, _, claims, expected) => {
    const role = roleNamed(rendered['below a path'].roles, name);
    const provider = { type: 'Federated', id: `${IAM}:oidc-provider/token.actions.githubusercontent.com` } as const;
    expect(trusts(role.trust, provider, 'sts:AssumeRoleWithWebIdentity', claims)).toBe(expected);
  });
});
