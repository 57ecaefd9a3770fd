import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mirrorEnvironment } from '../../../packages/cli/src/terraform/mirror.ts';
import { root } from '../../contract/repository.ts';
import { type Policy, parsePolicy } from '../iam/policy.ts';

/** A role as Terraform plans it; policies by a name of their own, managed ones and the boundary by ARN. */
export interface RenderedRole {
  readonly name: string;
  readonly path: string;
  readonly trust: Policy;
  /** Null: none. */
  readonly boundary: string | null;
  readonly inline: Readonly<Record<string, Policy>>;
  readonly attached: readonly string[];
}

/** What one project puts into an account's IAM. */
export interface Rendered {
  readonly roles: readonly RenderedRole[];
  /** ARN → customer managed policy. */
  readonly policies: Readonly<Record<string, Policy>>;
}

/** The project, region and account of terraform/bootstrap/tests/policies. */
export const PROJECT = 'demo';
export const ACCOUNT_ID = '111122223333';
export const IAM = `arn:aws:iam::${ACCOUNT_ID}`;
export const REGIONAL = `eu-west-1:${ACCOUNT_ID}`;

interface Change {
  readonly type: string;
  readonly address: string;
  readonly change: { readonly after: Readonly<Record<string, unknown>> };
}

interface Message {
  readonly '@message': string;
  readonly '@testrun'?: string;
  readonly type: string;
  readonly diagnostic?: { readonly severity: string; readonly detail: string };
  readonly test_plan?: { readonly resource_changes: readonly Change[] };
}

const TESTS = '-test-directory=tests/policies';

/** Where the stack's roles lie: below the path of the project, or, those from before there was one, at `/`. */
export type Layout = 'below a path' | 'at the root';

/** Plans bootstrap, foundation and the modules of the stack with a mocked provider, in one start of Terraform. `work` is for its files. */
export async function renderPolicies(work: string): Promise<Record<Layout, Rendered>> {
  mkdirSync(work, { recursive: true });
  const env = {
    ...process.env,
    ...mirrorEnvironment(process.env, work),
    TF_DATA_DIR: join(work, 'data'),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const options = { cwd: join(root, 'terraform/bootstrap'), env, maxBuffer: 256 * 1024 * 1024 };
  const terraform = (...args: string[]) => promisify(execFile)('terraform', args, options);
  await terraform('init', '-backend=false', '-lockfile=readonly', TESTS);
  const { stdout } = await terraform('test', '-json', '-verbose', TESTS).catch((error: { stdout: string }) => {
    throw new Error(`Terraform can't plan the policies:\n${problems(error.stdout)}`, { cause: error });
  });
  return readRuns(stdout);
}

function readRuns(stdout: string): Record<Layout, Rendered> {
  const plans = new Map(
    messagesOf(stdout)
      .map((message) => [message['@testrun'], message.test_plan?.resource_changes] as const)
      .filter(([, changes]) => changes !== undefined),
  );
  const run = (name: string): readonly Change[] => {
    const changes = plans.get(name);
    if (changes === undefined) throw new Error(`terraform/bootstrap/tests/policies has no run ${name}`);
    return changes;
  };
  const { roles, policies } = readPlans(['service', 'loki', 'grafana'].flatMap(run));
  const administrators = (bootstrap: string) => readPlans([bootstrap, 'foundation'].flatMap(run));
  const together = (bootstrap: string, stackRoles: readonly RenderedRole[]): Rendered => {
    const made = administrators(bootstrap);
    return { roles: [...made.roles, ...stackRoles], policies: { ...made.policies, ...policies } };
  };
  return {
    'below a path': together('bootstrap', roles),
    'at the root': together(
      'bootstrap_with_roles_at_root',
      roles.map((role) => ({ ...role, path: '/' })),
    ),
  };
}

function messagesOf(stdout: string): Message[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Message);
}

function problems(stdout: string): string {
  return messagesOf(stdout)
    .filter(({ diagnostic }) => diagnostic?.severity === 'error')
    .map((message) => `${message['@message']}: ${message.diagnostic?.detail}`)
    .join('\n');
}

/** Combines what Terraform plans as separate resources. Throws on a policy that a plan doesn't know: it would be missing from the search. */
export function readPlans(changes: readonly Change[]): Rendered {
  const ofType = (type: string) =>
    changes.filter((change) => change.type === type).map(({ address, change }) => attributes(address, change.after));
  const managed = ofType('aws_iam_policy').map((policy) => ({
    address: policy.address,
    arn: `${IAM}:policy/${policy.text('name')}`,
    policy: parsePolicy(policy.text('policy')),
  }));
  /** AWS gives a policy its ARN; until then an attachment is known by the address that it shares with its policy. */
  const attachedTo = ({ address, optional }: Attributes): string => {
    const wanted = address.replace('aws_iam_role_policy_attachment.', 'aws_iam_policy.');
    const arn = optional('policy_arn') ?? managed.find((policy) => policy.address === wanted)?.arn;
    if (arn === undefined) throw new Error(`${address}: there is no ${wanted}`);
    return arn;
  };
  const inline = ofType('aws_iam_role_policy');
  const attachments = ofType('aws_iam_role_policy_attachment');
  return {
    policies: Object.fromEntries(managed.map(({ arn, policy }) => [arn, policy])),
    roles: ofType('aws_iam_role').map((role) => {
      const name = role.text('name');
      const own = (all: readonly Attributes[]) => all.filter((each) => each.text('role') === name);
      return {
        name,
        path: role.optional('path') ?? '/',
        trust: parsePolicy(role.text('assume_role_policy')),
        boundary: role.optional('permissions_boundary'),
        inline: Object.fromEntries(own(inline).map((each) => [each.text('name'), parsePolicy(each.text('policy'))])),
        attached: own(attachments).map(attachedTo),
      };
    }),
  };
}

type Attributes = ReturnType<typeof attributes>;

function attributes(address: string, after: Readonly<Record<string, unknown>>) {
  const optional = (key: string): string | null => (typeof after[key] === 'string' ? after[key] : null);
  return {
    address,
    optional,
    /** An attribute that has to be known. */
    text(key: string): string {
      const value = optional(key);
      if (value === null) throw new Error(`${address}: ${key} isn't known when it is planned`);
      return value;
    },
  };
}
