import type { Policy } from '../iam/policy.ts';
import { AWS_MANAGED } from './aws-managed.ts';
import { IAM, PROJECT, REGIONAL, type Rendered, type RenderedRole } from './rendered.ts';

/** Whose something is: the project that is searched from, another one whose name extends it after a hyphen, or one unrelated to this product. */
export type Owner = 'project' | 'sibling' | 'another team';

export interface Role extends RenderedRole {
  readonly arn: string;
  readonly owner: Owner;
  readonly tags: Readonly<Record<string, string>>;
}

/** Something that isn't a role and has an owner. */
export interface Resource {
  readonly arn: string;
  readonly owner: Owner;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Account {
  readonly roles: readonly Role[];
  /** ARN → managed policy, AWS's included. */
  readonly policies: Readonly<Record<string, Policy>>;
  readonly resources: Readonly<Record<Target, readonly Resource[]>>;
}

export type Target = 'secret' | 'parameter' | 'security group' | 'volume' | 'file system' | 'alarm' | 'event rule';

/** Its roles begin with the project's name and a hyphen, as the project's own do. */
export const SIBLING = `${PROJECT}-eu`;

/** An account with the project, a sibling that was made in the same way, and roles and resources of another team. */
export function accountWith(rendered: Rendered): Account {
  const sibling = JSON.parse(JSON.stringify(rendered).replaceAll(PROJECT, SIBLING)) as Rendered;
  return {
    roles: [
      ...rendered.roles.map((role) => ownedBy('project', role, { Project: PROJECT })),
      ...sibling.roles.map((role) => ownedBy('sibling', role, { Project: SIBLING })),
      ...OTHER_ROLES.map((role) => ownedBy('another team', role, {})),
    ],
    policies: { ...AWS_MANAGED, ...rendered.policies, ...sibling.policies },
    resources: {
      secret: foreign(
        (name) => `arn:aws:secretsmanager:${REGIONAL}:secret:${name}-abcdef`,
        ['payroll', `${SIBLING}/db`],
      ),
      parameter: foreign((name) => `arn:aws:ssm:${REGIONAL}:parameter/${name}`, ['payroll/key', `${SIBLING}/key`]),
      'security group': foreign((name) => `arn:aws:ec2:${REGIONAL}:security-group/sg-${name}`, ['payroll', SIBLING]),
      volume: [
        ...foreign((name) => `arn:aws:ec2:${REGIONAL}:volume/vol-${name}`, ['payroll']),
        // ECS tags the volumes that it makes for tasks.
        {
          arn: `arn:aws:ec2:${REGIONAL}:volume/vol-${SIBLING}`,
          owner: 'sibling',
          tags: { AmazonECSManaged: 'true', AmazonECSCreated: `arn:aws:ecs:${REGIONAL}:task/${SIBLING}/1` },
        },
      ],
      'file system': foreign(
        (name) => `arn:aws:elasticfilesystem:${REGIONAL}:file-system/fs-${name}`,
        ['payroll', SIBLING],
      ),
      // Without tags nothing says whose they are: only the sibling's have them.
      alarm: foreign((name) => `arn:aws:cloudwatch:${REGIONAL}:alarm:${name}-loki-cpu`, [SIBLING]),
      'event rule': foreign((name) => `arn:aws:events:${REGIONAL}:rule/${name}-deployment-failed`, [SIBLING]),
    },
  };
}

function foreign(arnOf: (name: string) => string, names: readonly string[]): Resource[] {
  return names.map((name) => {
    const ofSibling = name.startsWith(SIBLING);
    return {
      arn: arnOf(name),
      owner: ofSibling ? 'sibling' : 'another team',
      tags: ofSibling ? { Project: SIBLING } : {},
    };
  });
}

function ownedBy(owner: Owner, role: RenderedRole, tags: Role['tags']): Role {
  return { ...role, owner, tags, arn: roleArn(role.path, role.name) };
}

export const roleArn = (path: string, name: string) => `${IAM}:role${path}${name}`;

export function roleNamed<R extends RenderedRole>(roles: readonly R[], name: string): R {
  const found = roles.find((role) => role.name === name);
  if (found === undefined) throw new Error(`there is no role ${name}: ${roles.map((role) => role.name).join(', ')}`);
  return found;
}

export function policyOf(account: Account, arn: string): Policy {
  const found = account.policies[arn];
  if (found === undefined) throw new Error(`the policy ${arn} is not known`);
  return found;
}

/** A role's identity policies, inline and attached. */
export function identityOf(account: Account, role: RenderedRole): Policy[] {
  return [...Object.values(role.inline), ...role.attached.map((arn) => policyOf(account, arn))];
}

/** Roles that nobody of this product made, called as if they belonged to the project: one for ECS tasks, one for people. */
const OTHER_ROLES: readonly RenderedRole[] = [
  {
    name: `${PROJECT}-batch-task`,
    path: '/',
    trust: {
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
    },
    boundary: null,
    inline: { batch: { Statement: { Effect: 'Allow', Action: ['s3:*', 'secretsmanager:*'], Resource: '*' } } },
    attached: [],
  },
  {
    name: `${PROJECT}-admin`,
    path: '/',
    trust: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `${IAM}:role/people` } } },
    boundary: null,
    inline: {},
    attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  },
];
