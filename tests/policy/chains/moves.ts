import { type Owner, type Role, roleArn, SIBLING } from '../account/account.ts';
import { ACCOUNT_ID, PROJECT, REGIONAL } from '../account/rendered.ts';
import { trusts } from '../iam/evaluate.ts';
import { type Request, type RequestContext, tagContext } from '../iam/policy.ts';
import { EVERYTHING, type Steps, type World } from './world.ts';

/** One kind of call that gets its caller further. Adds to the world what became possible. */
export type Move = (world: World, holder: string) => void;

/** Tags as a caller would choose them, to pass a condition. */
const DISGUISES = [
  { Project: PROJECT },
  { AmazonECSManaged: 'true', AmazonECSCreated: `arn:aws:ecs:${REGIONAL}:task/${PROJECT}/1` },
] as const;

/** Where a role is worth being made: anywhere, or where a pattern with a prefix may let one. */
const NEW_ROLES = [
  ['/', 'made'],
  ['/', `${PROJECT}-made`],
  ['/', `${SIBLING}-made`],
  [`/${PROJECT}/`, 'made'],
  [`/${SIBLING}/`, 'made'],
] as const;

/** Service → calls needed to make it run something with a role passed to it. */
const COMPUTE: Readonly<Record<string, readonly string[]>> = {
  'ecs-tasks.amazonaws.com': ['ecs:RegisterTaskDefinition'],
  'ec2.amazonaws.com': ['ec2:RunInstances'],
  'lambda.amazonaws.com': ['lambda:CreateFunction'],
  'codebuild.amazonaws.com': ['codebuild:CreateProject'],
  'cloudformation.amazonaws.com': ['cloudformation:CreateStack'],
};

/**
 * Context keys by which AWS lets a call on a role be restricted: the boundary for these calls and no others, tags for all but passing.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const KNOW_THE_BOUNDARY = new Set([
  'iam:AttachRolePolicy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePolicy',
]);

/** Calls on a role in every state that it may be in; each with how it was brought there. */
function* callsOn(world: World, arn: string, action: string, rest: RequestContext = {}): Generator<[Request, Steps]> {
  const { boundaries, tags } = world.changeable(arn);
  for (const boundary of boundaries) {
    for (const tagged of tags) {
      const context = {
        ...rest,
        ...(action !== 'iam:PassRole' && tagContext('Resource', tagged.tags)),
        ...(KNOW_THE_BOUNDARY.has(action) && boundary.arn !== null && { 'iam:PermissionsBoundary': boundary.arn }),
      };
      yield [{ action, resource: arn, context }, [...boundary.steps, ...tagged.steps]];
    }
  }
}

/** The first way to make a call on a role. */
function wayOn(world: World, holder: string, arn: string, action: string, rest?: RequestContext): Steps | undefined {
  for (const [request, before] of callsOn(world, arn, action, rest)) {
    const way = world.way(holder, request);
    if (way !== undefined) return [...before, ...way];
  }
  return undefined;
}

function take(world: World, arn: string, steps: Steps): void {
  if (!world.held.has(arn)) world.held.set(arn, steps);
}

const rewriteTrust: Move = (world, holder) => {
  for (const arn of [...world.roles.keys()]) {
    if (world.held.has(arn)) continue;
    const way = wayOn(world, holder, arn, 'iam:UpdateAssumeRolePolicy');
    if (way !== undefined) take(world, arn, way);
  }
};

const assume: Move = (world, holder) => {
  for (const { role } of world.roles.values()) {
    const trusted = trusts(role.trust, { type: 'AWS', id: holder }, 'sts:AssumeRole');
    if (trusted) take(world, role.arn, [...(world.held.get(holder) ?? []), `assume ${role.name}`]);
  }
};

const pass: Move = (world, holder) => {
  for (const { role } of [...world.roles.values()]) {
    if (world.held.has(role.arn)) continue;
    for (const [service, needed] of Object.entries(COMPUTE)) {
      const context = {
        'aws:SourceAccount': ACCOUNT_ID,
        'aws:SourceArn': `arn:aws:ecs:${REGIONAL}:task/${PROJECT}/1`,
      };
      if (!trusts(role.trust, { type: 'Service', id: service }, 'sts:AssumeRole', context)) continue;
      const way = wayOn(world, holder, role.arn, 'iam:PassRole', { 'iam:PassedToService': service });
      const runs = needed.every(
        (action) => world.way(holder, { action, resource: computeResource(action) }) !== undefined,
      );
      if (way !== undefined && runs) take(world, role.arn, way);
    }
  }
};

/** Something of the project's own, where an action is for such. */
function computeResource(action: string): string {
  const service = action.split(':')[0];
  return `arn:aws:${service}:${REGIONAL}:task-definition/${PROJECT}-worker:*`;
}

const rewritePolicies: Move = (world, holder) => {
  for (const [arn, { identities }] of world.roles) {
    if (identities.some(({ policies }) => policies.includes(EVERYTHING))) continue;
    const way =
      wayOn(world, holder, arn, 'iam:PutRolePolicy') ??
      wayOn(world, holder, arn, 'iam:AttachRolePolicy', {
        'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess',
      });
    // What denied something can be taken off as well, so the role is left with nothing but that.
    if (way !== undefined) identities.push({ policies: [EVERYTHING], steps: way });
  }
};

const changeBoundaries: Move = (world, holder) => {
  for (const [arn, { boundaries }] of world.roles) {
    const add = (boundary: string | null, way: Steps | undefined) => {
      if (way !== undefined && !boundaries.some((each) => each.arn === boundary))
        boundaries.push({ arn: boundary, steps: way });
    };
    add(null, wayOn(world, holder, arn, 'iam:DeleteRolePermissionsBoundary'));
    for (const boundary of Object.keys(world.account.policies)) {
      const context = { 'iam:PermissionsBoundary': boundary };
      add(boundary, wayOn(world, holder, arn, 'iam:PutRolePermissionsBoundary', context));
    }
  }
};

const createRoles: Move = (world, holder) => {
  for (const [path, name] of NEW_ROLES) {
    const arn = roleArn(path, name);
    for (const boundary of [null, ...Object.keys(world.account.policies)]) {
      if (world.roles.has(arn)) break;
      const context = {
        ...tagContext('Request', DISGUISES[0]),
        ...(boundary !== null && { 'iam:PermissionsBoundary': boundary }),
      };
      const way = world.way(holder, { action: 'iam:CreateRole', resource: arn, context });
      if (way === undefined) continue;
      const trust = { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: holder } } } as const;
      const owner: Owner = path === `/${SIBLING}/` || name.startsWith(SIBLING) ? 'sibling' : 'project';
      const role: Role = { arn, name, path, trust, boundary, owner, inline: {}, attached: [], tags: DISGUISES[0] };
      world.add(role, way);
      take(world, arn, way);
    }
  }
};

const rewriteManaged: Move = (world, holder) => {
  for (const arn of Object.keys(world.account.policies)) {
    if (world.rewritten.has(arn) || arn.startsWith('arn:aws:iam::aws:')) continue;
    const way = world.way(holder, { action: 'iam:CreatePolicyVersion', resource: arn });
    if (way === undefined) continue;
    world.rewritten.set(arn, way);
    for (const { role, identities } of world.roles.values()) {
      if (role.attached.includes(arn)) identities.push({ policies: [EVERYTHING], steps: way });
    }
  }
};

const tagRoles: Move = (world, holder) => {
  for (const [arn, { tags }] of world.roles) {
    if (tags.some((each) => each.tags === DISGUISES[0])) continue;
    const way = wayOn(world, holder, arn, 'iam:TagRole', tagContext('Request', DISGUISES[0]));
    if (way !== undefined) tags.push({ tags: DISGUISES[0], steps: way });
  }
};

const tagResources: Move = (world, holder) => {
  for (const resource of Object.values(world.account.resources).flat()) {
    if (world.retagged.has(resource.arn)) continue;
    for (const disguise of DISGUISES) {
      const context = { ...tagContext('Resource', resource.tags), ...tagContext('Request', disguise) };
      const way = world.way(holder, { action: 'ec2:CreateTags', resource: resource.arn, context });
      if (way !== undefined) world.retagged.set(resource.arn, { tags: { ...resource.tags, ...disguise }, steps: way });
    }
  }
};

export const MOVES: readonly Move[] = [
  rewriteTrust,
  assume,
  pass,
  rewritePolicies,
  changeBoundaries,
  createRoles,
  rewriteManaged,
  tagRoles,
  tagResources,
];
