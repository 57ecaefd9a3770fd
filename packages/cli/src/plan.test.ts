import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironment } from '@loki-adoption/environment';
import { emptyLedger, hashDesiredState, type Ledger } from '@loki-adoption/rollout-engine';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { adopt, copyDesiredState, useAwsServer } from './testing.ts';

/** Says what it was called with, and does as it is asked: a plan is a file, `show` and `output` print JSON. */
const TERRAFORM = `#!/bin/sh
echo "$*" >> "$CALLS"
case "$1" in
  init) mkdir -p "$TF_DATA_DIR/modules"; echo "$MODULES" > "$TF_DATA_DIR/modules/modules.json" ;;
  plan) for arg in "$@"; do case "$arg" in -out=*) echo "plan $$" > "\${arg#-out=}" ;; esac; done; exit "$PLAN_EXIT" ;;
  show) echo "$SHOWN" ;;
  output) echo '{"target_task_definitions":{"value":{"worker":"arn:aws:ecs:eu-west-1:1:task-definition/worker:1"}}}' ;;
esac
`;

const FROZEN = 'protection:\n  freeze: [{ from: "2000-01-01", until: "2999-12-31", reason: sale }]\n';

let root: string;
let out: string;
let ledger: string | undefined;

/** What Terraform was asked to do; `version`, by which it is looked for, counts as well. */
const calls = () =>
  existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [];
const forget = () => rmSync(join(root, 'calls'), { force: true });
const run = (...args: string[]) => adopt({ root, env: { PATH: process.env['PATH'] } }, ...args);
const inOut = (file: string) => join(out, file);

function edit(change: (text: string) => string): void {
  const file = join(root, 'environments/dev/environment.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

// The state bucket, with the ledger or without.
useAwsServer(({ method, sent }) => {
  if (method === 'PUT') {
    ledger = sent;
    return { status: 200, body: '', headers: { etag: '"2"' } };
  }
  if (ledger === undefined) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
  return { status: 200, body: ledger, headers: { etag: '"1"' } };
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plan-'));
  out = join(root, 'out');
  copyDesiredState(root);
  writeFileSync(join(root, 'terraform/stack/.terraform.lock.hcl'), '');
  edit((text) => text.replace('phase: baseline', 'phase: infrastructure'));
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/terraform'), TERRAFORM);
  chmodSync(join(root, 'bin/terraform'), 0o755);
  ledger = undefined;
  vi.stubEnv('PATH', `${join(root, 'bin')}:${process.env['PATH']}`);
  vi.stubEnv('CALLS', join(root, 'calls'));
  vi.stubEnv('PLAN_EXIT', '2');
  vi.stubEnv('SHOWN', '{"format_version":"1.2","planned_values":{}}');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Plans as a merge does, and forgets that Terraform was asked to. */
async function planForApply(): Promise<void> {
  expect((await run('plan', 'dev', '--out', out, '--for-apply')).code).toBe(0);
  forget();
}

test('a plan, which has the secrets of the state in it, is read by nobody else', async () => {
  expect((await run('plan', 'dev', '--out', out)).code).toBe(0);
  const modes = ['.', 'review', 'plan.tfplan', 'review/plan.json', 'rendered/terraform.tfvars.json'].map(
    (path) => statSync(join(out, path)).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o700, 0o600, 0o600, 0o600]);
});

describe('a plan that is applied', () => {
  test('is the file that was planned, and its outputs come back', async () => {
    await planForApply();
    const { code, stdout } = await run('apply', 'dev', '--plan', out, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      environment: 'dev',
      outputs: { target_task_definitions: { worker: 'arn:aws:ecs:eu-west-1:1:task-definition/worker:1' } },
    });
    expect(JSON.parse(ledger ?? '{}')).toMatchObject({ begun: { phase: 'infrastructure', commit: 'unknown' } });
    expect(calls().filter((call) => call !== 'version')).toEqual([
      `show -json ${inOut('plan.tfplan')}`,
      expect.stringMatching(new RegExp(`^apply .*-lock-timeout=60s .*${inOut('plan.tfplan')}$`)),
      expect.stringMatching(/^output -json/),
    ]);
  });

  test.each([
    ['that was swapped', () => writeFileSync(inOut('plan.tfplan'), 'another plan'), /is not the file that was planned/],
    ['that lost its end', () => writeFileSync(inOut('plan.tfplan'), ''), /is not the file that was planned/],
    ['that is gone', () => rmSync(inOut('plan.tfplan')), /holds no plan/],
    ['whose manifest is gone', () => rmSync(inOut('manifest.json')), /holds no plan/],
    [
      'whose manifest names no file',
      () => writeFileSync(inOut('manifest.json'), '{"environment":"dev"}'),
      /is not the file/,
    ],
    ['whose manifest is cut', () => writeFileSync(inOut('manifest.json'), '{'), /holds no plan/],
  ])('is refused %s, and Terraform is not started', async (_, change, message) => {
    await planForApply();
    change();
    const { code, stderr } = await run('apply', 'dev', '--plan', out);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/adopt plan (dev|ENV) --out/);
    expect(calls()).toEqual([]);
  });

  test('does not stop a service, unless desired state says that it may', async () => {
    const address = 'module.service["worker"].aws_ecs_service.this';
    const change = { type: 'aws_ecs_service', address, change: { actions: ['delete', 'create'] } };
    vi.stubEnv('SHOWN', JSON.stringify({ format_version: '1.2', resource_changes: [change] }));
    await planForApply();
    const { code, stderr } = await run('apply', 'dev', '--plan', out);
    expect([code, calls().filter((call) => call.startsWith('apply'))]).toEqual([1, []]);
    expect(stderr).toContain('The plan replaces the ECS service of worker: ECS would stop all tasks of each at once.');
    edit((text) => `${text}protection: { replaceable: [worker] }\n`);
    await planForApply();
    expect((await run('apply', 'dev', '--plan', out)).code).toBe(0);
  });

  test('says a warning of the environment once', async () => {
    await planForApply();
    edit((text) => `${text}loki: { cpu: 256 }\n`);
    const { code, stderr } = await run('apply', 'dev', '--plan', out);
    expect([code, stderr.match(/^warning: .*loki\.cpu: /gm)?.length]).toEqual([0, 1]);
  });

  test('is not that of another environment', async () => {
    await planForApply();
    const { code, stderr } = await run('apply', 'prod', '--plan', out);
    expect(code).toBe(1);
    expect(stderr).toContain(`${out} holds a plan of dev, not of prod`);
    expect(calls()).toEqual([]);
  });
});

describe('what the rollout engine would refuse, Terraform does not apply', () => {
  const refusedApply = async () => {
    const { code, stdout, stderr } = await run('apply', 'dev', '--plan', out);
    expect([code, stdout]).toEqual([1, '']);
    expect(calls()).toEqual([]);
    return stderr;
  };

  test('a frozen environment', async () => {
    edit((text) => `${text}${FROZEN}`);
    await planForApply();
    expect(await refusedApply()).toMatch(/^dev is not applied: frozen until 2999-12-31/);
  });

  test('an environment on hold', async () => {
    await planForApply();
    const loaded = loadEnvironment('dev', { root: join(root, 'environments') });
    if (!loaded.ok) throw new Error('an invalid environment');
    const hold: Ledger = {
      ...emptyLedger('dev'),
      hold: {
        reason: 'the sidecar of frontend died',
        at: '2026-11-01T10:00:00.000Z',
        outcome: 'rolled-back',
        desiredStateHash: hashDesiredState(loaded.environment),
      },
    };
    ledger = JSON.stringify(hold);
    expect(await refusedApply()).toMatch(/^dev is not applied: on hold since .*the sidecar of frontend died/);
  });

  test('a phase whose turn it is not', async () => {
    edit((text) => text.replace('phase: infrastructure', 'phase: validation'));
    await planForApply();
    expect(await refusedApply()).toMatch(/^dev is not applied: /m);
  });

  test('an environment whose ledger cannot be read', async () => {
    await planForApply();
    ledger = '{"schemaVersion": 999999}';
    expect(await refusedApply()).toContain('schema version');
  });

  test('not even after a plan of its own, as a merge deploys', async () => {
    edit((text) => `${text}${FROZEN}`);
    const { code, stderr } = await run('deploy', 'dev', '--out', out);
    expect(code).toBe(1);
    expect(stderr).toContain('dev is not applied: frozen');
    expect(calls().filter((call) => call.startsWith('apply'))).toEqual([]);
  });
});

describe('a plan', () => {
  test('for review takes no lock and holds what a reviewer reads', async () => {
    const { code, stdout } = await run('plan', 'dev', '--out', out);
    expect([code, stdout]).toEqual([0, `dev: has changes, plan in ${out}\n`]);
    expect(calls().find((call) => call.startsWith('plan'))).toMatch(/ -lock=false .*rendered\/terraform.tfvars.json/);
    expect(readFileSync(inOut('review/plan.json'), 'utf8')).toContain('format_version');
    expect(readFileSync(inOut('review/phases'), 'utf8')).toBe('from=infrastructure\nto=infrastructure\n');
    expect(readFileSync(inOut('review/config.diff'), 'utf8')).toBe('');
    expect(readFileSync(inOut('review/cost.md'), 'utf8')).toContain('a month, unchanged');
  });

  test('to be applied takes the lock and is not for review', async () => {
    await run('plan', 'dev', '--out', out, '--for-apply');
    const call = calls().find((each) => each.startsWith('plan'));
    expect(call).toContain('-lock-timeout=60s');
    expect(call).not.toContain('-lock=false');
    expect(existsSync(inOut('review/config.diff'))).toBe(false);
  });

  test('is kept in the state that the environment names', async () => {
    await run('plan', 'dev', '--out', out);
    const [init = ''] = calls().filter((call) => call.startsWith('init'));
    for (const setting of ['bucket=temporal-dev-state-111122223333', 'key=dev/terraform.tfstate', 'region=eu-west-1']) {
      expect(init).toContain(`-backend-config=${setting}`);
    }
  });

  test('says a warning of the environment once', async () => {
    edit((text) => `${text}loki: { cpu: 256 }\n`);
    const { code, stderr } = await run('plan', 'dev', '--out', out);
    expect([code, stderr.match(/^warning: .*loki\.cpu: /gm)?.length]).toEqual([0, 1]);
  });

  test('without changes says so, and a failure is one', async () => {
    vi.stubEnv('PLAN_EXIT', '0');
    expect((await run('plan', 'dev', '--out', out)).stdout).toContain('dev: no changes');
    vi.stubEnv('PLAN_EXIT', '1');
    expect(await run('plan', 'dev', '--out', out)).toMatchObject({ code: 1, stdout: '' });
  });

  test('that fails leaves what a comment says of it, and nothing of an earlier one', async () => {
    await run('plan', 'dev', '--out', out);
    vi.stubEnv('PLAN_EXIT', '1');
    const failure = () =>
      (JSON.parse(readFileSync(inOut('review/consequences.json'), 'utf8')) as { failure: string }).failure;
    expect((await run('plan', 'dev', '--out', out)).code).toBe(1);
    expect(JSON.parse(readFileSync(inOut('review/plan.json'), 'utf8'))).toEqual({
      format_version: '1.2',
      errored: true,
    });
    expect(failure()).toContain('terraform plan failed with exit code 1');
    expect([inOut('plan.tfplan'), inOut('manifest.json'), inOut('review/phases')].map(existsSync)).toEqual([
      false,
      false,
      false,
    ]);
    edit((text) => text.replace('phase: infrastructure', 'phase: nowhere'));
    expect((await run('plan', 'dev', '--out', out)).code).toBe(1);
    expect(failure()).toContain('migration.phase');
  });

  test('to be applied that fails leaves nothing for a comment', async () => {
    vi.stubEnv('PLAN_EXIT', '1');
    expect((await run('plan', 'dev', '--out', out, '--for-apply')).code).toBe(1);
    expect(existsSync(inOut('review/plan.json'))).toBe(false);
  });

  test('leaves nothing of an earlier one', async () => {
    await run('plan', 'dev', '--out', out);
    writeFileSync(inOut('rendered/of-a-service-that-is-gone'), '');
    edit((text) => `${text}${FROZEN}`);
    await run('deploy', 'dev', '--out', out);
    expect(existsSync(inOut('rendered/of-a-service-that-is-gone'))).toBe(false);
    expect(existsSync(inOut('rendered/terraform.tfvars.json'))).toBe(true);
    // A deploy makes no JSON of its plan: what lies there would be another plan's.
    expect(existsSync(inOut('review/plan.json'))).toBe(false);
  });

  test('is compared with the commit that it changes', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root });
    git('init', '--quiet');
    git('add', 'environments');
    git('commit', '--quiet', '--message', 'before');
    edit((text) => text.replace('phase: infrastructure', 'phase: rollout'));
    expect((await run('plan', 'dev', '--out', out, '--base', 'HEAD')).code).toBe(0);
    expect(readFileSync(inOut('review/phases'), 'utf8')).toBe('from=infrastructure\nto=rollout\n');
    expect(readFileSync(inOut('review/config.diff'), 'utf8')).toMatch(/^[-+]/m);
    expect(readFileSync(inOut('review/cost.md'), 'utf8')).toMatch(/ → .* a month \(\+/);
  });
});

test('a base that is not valid does not keep a pull request from repairing it', async () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root });
  edit((text) => text.replace('phase: infrastructure', 'phase: nowhere'));
  git('init', '--quiet');
  git('add', 'environments');
  git('commit', '--quiet', '--message', 'broken');
  edit((text) => text.replace('phase: nowhere', 'phase: infrastructure'));
  const { code, stderr } = await run('plan', 'dev', '--out', out, '--base', 'HEAD');
  expect(code).toBe(0);
  const why = /dev is not valid at HEAD, so it can't be compared with:\n.*environment.yaml:\d+:\d+.*phase/;
  expect(stderr).toMatch(why);
  const { incomparable } = JSON.parse(readFileSync(inOut('review/consequences.json'), 'utf8')) as {
    incomparable: string;
  };
  expect(incomparable).toMatch(why);
  expect(readFileSync(inOut('review/config.diff'), 'utf8')).toBe('');
  expect(readFileSync(inOut('review/phases'), 'utf8')).toBe('from=infrastructure\nto=infrastructure\n');
  expect(readFileSync(inOut('review/cost.md'), 'utf8')).toMatch(/^\$[\d.]+ a month/);
});

describe('a plan for reviewers', () => {
  const reviewed = () => {
    const text = readFileSync(inOut('review/consequences.json'), 'utf8');
    return JSON.parse(text) as { refusal?: string | null; history: { status: string; why?: string } };
  };
  const planned = async () => {
    const { code, stdout } = await run('plan', 'dev', '--out', out, '--json');
    expect(code).toBe(0);
    const { refusal } = JSON.parse(stdout) as { refusal: string | null };
    expect(reviewed().refusal ?? null).toBe(refusal);
    return refusal;
  };

  test('says nothing where the deploy would go ahead', async () => {
    expect(await planned()).toBeNull();
  });

  test('says that the deploy will refuse the phase, before the merge', async () => {
    edit((text) => text.replace('phase: infrastructure', 'phase: rollout'));
    expect(await planned()).toContain('infrastructure is not verified yet');
    const text = await run('plan', 'dev', '--out', out);
    expect(text.stdout).toContain('dev: the deploy will refuse this: migration.phase');
  });

  test('names what is deployed without being verified, and why', async () => {
    edit((text) => text.replace('phase: infrastructure', 'phase: rollout'));
    const at = '2026-11-01T10:00:00.000Z';
    const unverified = 'no Loki URL was given';
    const deployed = { phase: 'infrastructure', commit: 'c', run: 'run 1', at, unverified } as const;
    ledger = JSON.stringify({ ...emptyLedger('dev'), deployed } satisfies Ledger);
    expect(await planned()).toContain(
      'infrastructure is deployed but not verified, because no Loki URL was given. Deploy infrastructure again',
    );
  });

  test('is made even where the ledger cannot be read', async () => {
    ledger = '{"schemaVersion": 999999}';
    expect(await planned()).toBeNull();
    expect(reviewed().history).toMatchObject({ status: 'unreadable', why: expect.stringContaining('schema version') });
  });
});

describe('the plan of a pull request', () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  const modulesFile = (...more: readonly object[]) =>
    JSON.stringify({ Modules: [{ Key: '', Source: '', Dir: '.' }, ...more] });
  const planned = () => run('plan', 'dev', '--out', out, '--base', 'HEAD', '--untrusted');
  const reached = () => calls().some((call) => call.startsWith('plan '));

  beforeEach(() => {
    vi.stubEnv('MODULES', modulesFile());
    git('init', '--quiet');
    git('add', 'environments', 'terraform');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '--quiet', '--message', 'base');
  });

  test('goes on with programs that its base runs as well', async () => {
    expect((await planned()).code).toBe(0);
    expect(reached()).toBe(true);
  });

  test.each<[what: string, change: () => void, message: RegExp]>([
    [
      'a provider that its base does not have',
      () =>
        writeFileSync(
          join(root, 'terraform/stack/.terraform.lock.hcl'),
          'provider "registry.terraform.io/hashicorp/external" {\n}\n',
        ),
      /has the provider hashicorp\/external/,
    ],
    [
      'a linked file that names a program',
      () => {
        writeFileSync(join(root, 'notes.txt'), 'provider "aws" { shared_config_files = ["x"] }');
        symlinkSync('../../notes.txt', join(root, 'terraform/stack/more.tf'));
      },
      /terraform\/stack\/more\.tf sets shared_config_files/,
    ],
    [
      'a module that lies elsewhere and names a program',
      () => {
        mkdirSync(join(root, 'docs'));
        writeFileSync(join(root, 'docs/x.tf'), 'provider "aws" { shared_config_files = ["x"] }');
        vi.stubEnv('MODULES', modulesFile({ Key: 'x', Source: '../../docs', Dir: '../../docs' }));
      },
      /docs\/x\.tf sets shared_config_files/,
    ],
  ])('stops before Terraform plans with %s', async (_, change, message) => {
    change();
    const { code, stderr } = await planned();
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(reached()).toBe(false);
  });

  test('has to say what its base is', async () => {
    const { code, stderr } = await run('plan', 'dev', '--out', out, '--untrusted');
    expect([code, reached()]).toEqual([1, false]);
    expect(stderr).toContain('--untrusted needs --base');
  });
});
