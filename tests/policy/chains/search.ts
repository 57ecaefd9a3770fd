import { type Account, type Resource, roleNamed, type Target } from '../account/account.ts';
import { ACCOUNT_ID, IAM, PROJECT, REGIONAL } from '../account/rendered.ts';
import { tagContext } from '../iam/policy.ts';
import { MOVES } from './moves.ts';
import { nameOf, type Steps, World } from './world.ts';

/** Something that a role must not get to, and does. */
export interface Chain {
  /** What was reached, such as `a foreign secret: secret:payroll-abcdef`. */
  readonly reached: string;
  /** The calls, first to last. */
  readonly steps: Steps;
}

/** Calls by which something that isn't the caller's is read, changed or taken. */
const HARM: Readonly<Record<Target, readonly string[]>> = {
  secret: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
  parameter: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:PutParameter'],
  'security group': [
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:AuthorizeSecurityGroupEgress',
    'ec2:RevokeSecurityGroupIngress',
    'ec2:DeleteSecurityGroup',
  ],
  volume: ['ec2:AttachVolume', 'ec2:DetachVolume', 'ec2:DeleteVolume'],
  alarm: ['cloudwatch:DeleteAlarms', 'cloudwatch:PutMetricAlarm'],
  'event rule': ['events:DeleteRule', 'events:PutTargets'],
  'file system': ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
};

/** What nobody but an administrator does, and on what. */
const ADMINISTRATION: readonly [what: string, actions: readonly string[], resource: string][] = [
  [
    'the history of the state',
    ['s3:PutBucketVersioning', 's3:PutLifecycleConfiguration', 's3:PutBucketPolicy', 's3:DeleteBucket'],
    `arn:aws:s3:::${PROJECT}-state`,
  ],
  [
    'the history of the state',
    ['s3:GetObjectVersion', 's3:DeleteObjectVersion'],
    `arn:aws:s3:::${PROJECT}-state/dev/terraform.tfstate`,
  ],
  [
    'another state',
    ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    `arn:aws:s3:::${PROJECT}-state/dev/bootstrap.tfstate`,
  ],
  [
    "the guards of Loki's bucket",
    [
      's3:DeleteBucket',
      's3:DeleteBucketPolicy',
      's3:PutBucketAcl',
      's3:PutBucketOwnershipControls',
      's3:PutBucketPolicy',
      's3:PutBucketPublicAccessBlock',
      's3:PutEncryptionConfiguration',
      's3:PutLifecycleConfiguration',
      's3:PutReplicationConfiguration',
    ],
    `arn:aws:s3:::${PROJECT}-loki-logs-${ACCOUNT_ID}`,
  ],
  [
    'how long logs are kept',
    ['logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy', 'logs:DeleteLogGroup'],
    `arn:aws:logs:${REGIONAL}:log-group:/ecs/${PROJECT}/worker`,
  ],
];

/** The shortest chain to each thing that a role reaches and must not. It must be empty. */
export function findChains(account: Account, roleName: string): Chain[] {
  const world = explore(account, roleNamed(account.roles, roleName).arn);
  const shortest = new Map<string, Chain>();
  for (const found of [...world.held.keys()].flatMap((holder) => chainsOf(world, holder))) {
    const known = shortest.get(found.reached);
    if (known === undefined || found.steps.length < known.steps.length) shortest.set(found.reached, found);
  }
  return [...shortest.values()];
}

function chainsOf(world: World, holder: string): Chain[] {
  const account = chain('the account', takesTheAccount(world, holder));
  const taken = takenRoles(world, holder);
  return account.length > 0
    ? [...taken, ...account]
    : [...taken, ...administration(world, holder), ...harm(world, holder)];
}

/** One who can make users of any kind is an administrator: there is nothing left to search for. */
function takesTheAccount(world: World, holder: string): Steps | undefined {
  return world.way(holder, { action: 'iam:CreateUser', resource: `${IAM}:user/x` });
}

/** Makes every move until none adds anything. */
function explore(account: Account, start: string): World {
  const world = new World(account, start);
  for (let before = -1; before !== world.size(); ) {
    before = world.size();
    for (const holder of [...world.held.keys()]) {
      if (takesTheAccount(world, holder) === undefined) for (const move of MOVES) move(world, holder);
    }
  }
  return world;
}

function takenRoles(world: World, holder: string): Chain[] {
  const { role, boundaries } = world.changeable(holder);
  const steps = world.held.get(holder) ?? [];
  const unbounded = boundaries.find(({ arn }) => arn === null);
  return [
    ...(role.owner === 'project' ? [] : [{ reached: `a role of ${role.owner}: ${role.path}${role.name}`, steps }]),
    ...(unbounded === undefined
      ? []
      : [{ reached: `a role without a boundary: ${role.name}`, steps: uniq([...steps, ...unbounded.steps]) }]),
  ];
}

function administration(world: World, holder: string): Chain[] {
  return ADMINISTRATION.flatMap(([what, actions, resource]) =>
    actions.flatMap((action) => chain(`${what}: ${action}`, world.way(holder, { action, resource }))),
  );
}

function harm(world: World, holder: string): Chain[] {
  return (Object.keys(HARM) as Target[]).flatMap((target) =>
    world.account.resources[target].flatMap((resource) =>
      HARM[target].flatMap((action) =>
        statesOf(world, resource).flatMap(({ tags, steps }) => {
          const way = world.way(holder, { action, resource: resource.arn, context: tagContext('Resource', tags) });
          return chain(`a foreign ${target}: ${action} on ${nameOf(resource.arn)}`, way && [...steps, ...way]);
        }),
      ),
    ),
  );
}

function statesOf(world: World, resource: Resource): { tags: Resource['tags']; steps: Steps }[] {
  const retagged = world.retagged.get(resource.arn);
  return [{ tags: resource.tags, steps: [] }, ...(retagged === undefined ? [] : [retagged])];
}

const chain = (reached: string, steps: Steps | undefined): Chain[] =>
  steps === undefined ? [] : [{ reached, steps: uniq(steps) }];

const uniq = (steps: Steps): Steps => [...new Set(steps)];
