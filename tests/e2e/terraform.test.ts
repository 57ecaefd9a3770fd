import { appendFileSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roleNames } from '../../packages/cli/src/bootstrap/stack-roles.ts';
import { startSandboxRepository } from '../../packages/cli/src/github/testing/sandbox-repository.ts';
import { ecsServiceName, logGroup, lokiBucket, lokiServiceName } from '../../packages/environment/src/index.ts';
import { allowedActions } from '../policy/account/actions.ts';
import { renderPolicies } from '../policy/account/rendered.ts';
import { adopt, root } from './adopt.ts';
import {
  type Account,
  smallEnvironment,
  startAccount,
  withAnotherAlloyLine,
  writeVariables,
} from './terraform-account.ts';
import { EXAMPLES, variableFiles } from './terraform-examples.ts';
import { inverse, terraformRoot } from './terraform-root.ts';

let folder: string;
/** What terraform/bootstrap lets its two roles do. */
let allowed: { plan: ReadonlySet<string>; apply: ReadonlySet<string> };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  const { 'at the root': rendered } = await renderPolicies(join(folder, 'policies'));
  allowed = {
    plan: allowedActions(rendered, 'demo-github-plan'),
    apply: allowedActions(rendered, 'demo-github-apply'),
  };
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Half of the story is waiting, for what the provider does after a lifecycle rule: the mocked tests run beside it. */
describe.concurrent('terraform', () => {
  test.each(['bootstrap', 'foundation', 'stack'])('%s is valid, and its own tests pass', async (path) => {
    const { succeed } = terraformRoot(path, join(folder, path));
    await succeed('init', '-backend=false', '-lockfile=readonly');
    await succeed('validate');
    expect(await succeed('test')).toMatch(/Success! \d+ passed, 0 failed\./);
  });

  test.each(EXAMPLES)('the example $name can be planned', async (example) => {
    const work = join(folder, example.name);
    for (const [module, file] of Object.entries(variableFiles(example, work))) {
      const { succeed } = terraformRoot(module, join(work, module));
      const tests = '-test-directory=tests/examples';
      await succeed('init', '-backend=false', '-lockfile=readonly', tests);
      expect(await succeed('test', tests, `-var-file=${file}`)).toContain('Success! 1 passed, 0 failed.');
    }
  });

  test('adopt bootstrap explains, then sets an account up, and has nothing left to do the second time', async () => {
    const work = join(folder, 'bootstrap-account');
    const environment = smallEnvironment('baseline');
    const account = await startAccount(join(work, 'aws'), environment);
    const platform = await startSandboxRepository();
    const github = { GITHUB_API_URL: platform.sandbox.url, GITHUB_TOKEN: platform.sandbox.administratorToken };
    const bootstrap = (args: string[] = [], cwd = root) =>
      adopt(['bootstrap', 'dev', '--repository', 'acme/platform', '--out', join(work, 'out'), ...args], {
        cwd,
        env: { ...account.env, ...github },
      }).finished;
    const checkout = join(work, 'checkout');
    const [theirs, ours] = ['temporal-worker', 'temporal-ui'].map((name) => logGroup(environment, name)) as [
      string,
      string,
    ];
    try {
      await account.makeLogGroup(theirs);
      const before = await account.logGroup(theirs);
      const explained = await bootstrap();
      expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing has been done yet') });
      expect(existsSync(join(work, 'out'))).toBe(false);

      const done = await bootstrap(['--yes']);
      expect(done.code, done.stderr).toBe(0);
      expect(done.stdout).toContain('dev is ready');
      // GitHub was protected first, and hears of the roles at last.
      expect(done.stderr).toMatch(/GitHub: ruleset of main[\s\S]*bucket [\s\S]*GitHub: environment dev: its variables/);
      expect(await platform.variables('dev')).toMatchObject({
        AWS_APPLY_ROLE_ARN: `arn:aws:iam::${environment.aws.accountId}:role/${environment.cluster}-github-apply`,
        AWS_LOKI_CHUNK_DAYS: '9',
      });
      // Logs are read through the endpoint alone, and nothing that the stack may do changes that.
      const policy = JSON.parse(await account.bucketPolicy(lokiBucket(environment))) as {
        Statement: { Sid: string }[];
      };
      expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(['OnlyTls', 'ObjectsOnlyThroughTheEndpoint']);
      const again = await bootstrap(['--yes']);
      expect(again.code, again.stderr).toBe(0);
      expect(again.stderr).toContain('No changes.');

      // A group that somebody else made keeps what it has; desired state may say otherwise.
      expect(await account.logGroup(theirs)).toEqual(before);
      expect(await account.logGroup(ours)).toMatchObject({ retentionInDays: 7, tags: { ManagedBy: 'terraform' } });
      for (const part of ['environments', 'terraform']) {
        cpSync(join(root, part), join(checkout, part), { recursive: true });
      }
      appendFileSync(join(checkout, 'environments/dev/environment.yaml'), '\ncloudWatch: { retentionDays: 90 }\n');
      const said = await bootstrap(['--yes'], checkout);
      expect(said.code, said.stderr).toBe(0);
      expect(await account.logGroup(theirs)).toEqual({ ...before, retentionInDays: 90 });
      expect(await account.logGroup(ours)).toMatchObject({ retentionInDays: 90 });
      expect(account.unknownWrites()).toEqual([]);
    } finally {
      await platform.stop();
      await account.stop();
    }
  });

  test('an environment goes from ADOT to cleanup and away again; plans are empty in between, logs stay', async () => {
    const work = join(folder, 'story');
    const account = await startAccount(join(work, 'aws'), smallEnvironment('baseline'));
    try {
      await playMigration(account, work);
      // All of that with the permissions of the apply role.
      expect([...account.actions].filter((action) => !allowed.apply.has(action)).sort()).toEqual([]);
      expect(account.actions.size).toBeGreaterThan(40);
      expect(account.unknownWrites()).toEqual([]);
    } finally {
      await account.stop();
    }
  });
});

async function playMigration(account: Account, work: string): Promise<void> {
  const environment = smallEnvironment('baseline');
  let stack = terraformRoot('stack', work, account.env);
  const { bucket, key } = environment.state;
  const backend = { bucket, key, region: environment.aws.region, use_lockfile: true, encrypt: true };
  await stack.succeed(
    'init',
    '-lockfile=readonly',
    ...Object.entries(backend).map(([name, value]) => `-backend-config=${name}=${value}`),
  );
  const changed = withAnotherAlloyLine(smallEnvironment('infrastructure'));
  const files = {
    baseline: writeVariables(work, 'baseline', environment),
    infrastructure: writeVariables(work, 'infrastructure', smallEnvironment('infrastructure')),
    changed: writeVariables(work, 'changed', changed),
    cleanup: writeVariables(work, 'cleanup', { ...changed, migration: { phase: 'cleanup' } }),
  };
  /** Plans without asking AWS again: right after another plan nothing has changed there. */
  const plan = (file: string) => stack.changes('plan', '-refresh=false', `-var-file=${file}`);
  /** Applies, and plans again: nothing is left to do. What was changed. */
  async function settle(file: string, meanwhile?: () => Promise<void>): Promise<Record<string, string>> {
    const changes = await stack.changes('apply', '-auto-approve', `-var-file=${file}`);
    await meanwhile?.();
    const planAgain = () => stack.terraform('plan', '-detailed-exitcode', '-lock=false', `-var-file=${file}`);
    const { result: again, asked } = await account.during(planAgain);
    expect(again, `${file}: ${again.stdout}${again.stderr}`).toMatchObject({ code: 0 });
    expect(asked.filter((action) => !allowed.plan.has(action))).toEqual([]);
    return changes;
  }

  const theirs = logGroup(environment, 'temporal-worker');
  await account.makeLogGroup(theirs);
  const before = await account.logGroup(theirs);

  // Tasks find in Service Connect what was there when they started.
  expect(await stack.succeed('graph')).toContain(
    '"module.grafana.aws_ecs_service.this" -> "module.loki.aws_ecs_service.this"',
  );

  const adot = await settle(files.baseline);
  // Taken over, and not changed.
  expect(await account.logGroup(theirs)).toEqual(before);
  expect(Object.keys(adot).filter((address) => address.includes('["alloy"]'))).toEqual([]);

  // Bootstrap has been run again and gives roles a path: those of running tasks stay where they are, new ones lie below it.
  const running = roleNames(environment).filter((name) => !/-(loki|grafana)-/.test(name));
  stack = terraformRoot('stack', work, {
    ...account.env,
    TF_VAR_role_path: `/${environment.cluster}/`,
    TF_VAR_roles_at_root: JSON.stringify(running),
  });
  expect(await plan(files.baseline)).toEqual({});

  const infrastructure = await settle(files.infrastructure);
  expect(infrastructure).toMatchObject({
    'module.service["worker"].aws_ecs_task_definition.variant["alloy"]': 'create',
    'module.loki[0].aws_ecs_service.this': 'create',
    'module.grafana[0].aws_ecs_service.this[0]': 'create',
    'module.alarms.aws_cloudwatch_metric_alarm.running["loki"]': 'create',
    'module.alarms.aws_prometheus_rule_group_namespace.this["sidecars"]': 'create',
  });
  expect(new Set(Object.values(infrastructure))).toEqual(new Set(['create']));
  expect(await plan(files.baseline)).toEqual(inverse(infrastructure));

  // Another capacity provider: the rollout engine moves the services, Terraform updates Loki and Grafana in place.
  await account.addCapacityProvider('another');
  const provider = writeVariables(work, 'provider', {
    ...smallEnvironment('infrastructure'),
    capacity: { ...environment.capacity, provider: 'another' },
  });
  expect(await settle(provider)).toEqual({
    'module.loki[0].aws_ecs_service.this': 'update',
    'module.grafana[0].aws_ecs_service.this[0]': 'update',
  });
  const runsOn = async (name: string) => (await account.ecsService(name)).deployments[0]?.capacityProviderStrategy;
  expect(await runsOn(lokiServiceName(environment))).toMatchObject([{ capacityProvider: 'another' }]);
  const worker = ecsServiceName(environment, 'worker');
  expect(await runsOn(worker)).toMatchObject([{ capacityProvider: environment.capacity.provider }]);
  await settle(files.infrastructure);

  // One line of one service's Alloy configuration. The rollout engine moves the service to it, which Terraform leaves alone.
  const moved = await settle(files.changed, async () => {
    const outputs = JSON.parse(await stack.succeed('output', '-json')) as {
      task_definitions: { value: { worker: { alloy: string } } };
      ecs_services: { value: { worker: string } };
    };
    await account.pointService(outputs.ecs_services.value.worker, outputs.task_definitions.value.worker.alloy);
  });
  expect(moved).toEqual({ 'module.service["worker"].aws_ecs_task_definition.variant["alloy"]': 'replace' });

  const cleanup = await settle(files.cleanup);
  expect(cleanup).toMatchObject({
    'module.service["worker"].aws_ecs_task_definition.variant["adot"]': 'delete',
    'module.alarms.aws_cloudwatch_metric_alarm.ingestion["worker"]': 'create',
    'module.alarms.aws_prometheus_rule_group_namespace.this["service-worker"]': 'create',
    // Grafana looks at the log group that the worker has left.
    'module.grafana[0].aws_ecs_task_definition.this[0]': 'replace',
  });
  expect(Object.keys(cleanup)).not.toContain('module.service["worker"].aws_ecs_service.this');
  expect(await plan(files.changed)).toEqual(inverse(cleanup));

  await stack.succeed('destroy', '-auto-approve', '-parallelism=30', `-var-file=${files.cleanup}`);
  expect(await stack.succeed('state', 'list')).toBe('');
  expect(await account.logGroups()).toEqual(
    ['grafana', 'loki', 'temporal-ui', 'temporal-worker'].map((name) => logGroup(environment, name)),
  );
}
