import { IAM, type Layout, type Rendered } from '../account/rendered.ts';
import {
  type Change,
  leftOut,
  onResource,
  withBoundary,
  withFault,
  withoutCondition,
  withStatement,
} from './faults.ts';

/** Name of one of the apply role's policies. */
export const apply = (name: string) => `demo-github-apply-${name}`;
const both = (policy: string, sid: string, change: Change) => (all: Rendered) =>
  withFault(withFault(all, apply(policy), sid, change), 'demo-github-boundary', sid, change);
const bothAllow = (Action: string, Resource: string) => (all: Rendered) => {
  const statement = { Effect: 'Allow', Action, Resource } as const;
  return withStatement(withStatement(all, apply('roles'), statement), 'demo-github-boundary', statement);
};
const boundary = (sid: string, change: Change) => (all: Rendered) => withFault(all, 'demo-boundary', sid, change);
const LOKI = 'arn:aws:s3:::demo-loki-logs-111122223333';
const anyRole = `${IAM}:role/demo-*`;

/**
 * Each fix undone: what a change would do, to which layout, and what is reached then. The boundary of the apply role is a second lock, so
 * what it holds too is opened there as well.
 */
export const PLANTED: readonly [fault: string, layout: Layout, plant: (all: Rendered) => Rendered, reached: string][] =
  [
    [
      'roles are made without the boundary',
      'below a path',
      both('roles', 'CreateBoundedRoles', withoutCondition('StringEquals')),
      'the account',
    ],
    [
      'roles are made anywhere',
      'below a path',
      both('roles', 'CreateBoundedRoles', onResource(`${IAM}:role/*`)),
      'a role of sibling: /demo-eu/made',
    ],
    [
      'policies are put on roles without the boundary',
      'at the root',
      (all) =>
        both(
          'names',
          'OwnRoles',
          onResource(anyRole),
        )(
          both(
            'roles',
            'ChangeBoundedRoles',
            withoutCondition('StringEquals'),
          )(withBoundary(both('roles', 'NotItself', leftOut)(all), 'demo-instance', null)),
        ),
      'the account',
    ],
    [
      'trust is changed by a prefix',
      'at the root',
      both('names', 'OwnRoles', onResource(anyRole)),
      'a role of another team: /demo-batch-task',
    ],
    [
      'trust is changed by a prefix, of a sibling',
      'at the root',
      both('names', 'OwnRoles', onResource(anyRole)),
      'a role of sibling: /demo-eu-github-apply',
    ],
    [
      'roles are handed over by a prefix',
      'at the root',
      both('pass', 'HandRolesToEcs', onResource(anyRole)),
      'a role of another team: /demo-batch-task',
    ],
    [
      'the path lacks its slash',
      'below a path',
      both('names', 'OwnRoles', onResource(`${IAM}:role/demo*`)),
      'a role of sibling: /demo-eu/demo-eu-worker-task',
    ],
    [
      'boundaries may be taken off',
      'below a path',
      (all) =>
        bothAllow(
          'iam:DeleteRolePermissionsBoundary',
          `${IAM}:role/demo/*`,
        )(both('roles', 'BoundariesStay', leftOut)(all)),
      'the account',
    ],
    [
      'boundaries may be rewritten',
      'below a path',
      bothAllow('iam:CreatePolicyVersion', `${IAM}:policy/demo-*`),
      'the account',
    ],
    [
      'the apply role has no boundary',
      'below a path',
      (all) => withBoundary(all, 'demo-github-apply', null),
      'a role without a boundary: demo-github-apply',
    ],
    [
      'the boundary has every secret',
      'below a path',
      boundary('Secrets', onResource('*')),
      'a foreign secret: secretsmanager:GetSecretValue on secret:payroll-abcdef',
    ],
    [
      "the secrets' prefix lacks its slash",
      'below a path',
      boundary('Secrets', onResource('arn:aws:secretsmanager:eu-west-1:111122223333:secret:demo*')),
      'a foreign secret: secretsmanager:GetSecretValue on secret:demo-eu/db-abcdef',
    ],
    [
      'the boundary has every parameter',
      'below a path',
      boundary('Parameters', onResource('*')),
      'a foreign parameter: ssm:GetParameters on parameter/payroll/key',
    ],
    [
      'volumes need no tag',
      'below a path',
      boundary('VolumesOfOwnTasks', (each) => ({ ...each, Condition: {} })),
      'a foreign volume: ec2:DeleteVolume on volume/vol-payroll',
    ],
    [
      'volumes of any cluster do',
      'below a path',
      boundary('VolumesOfOwnTasks', withoutCondition('ArnLike')),
      'a foreign volume: ec2:DetachVolume on volume/vol-demo-eu',
    ],
    [
      'volumes can be tagged later',
      'below a path',
      boundary('TagNewVolumes', withoutCondition('StringEquals', 'ec2:CreateAction')),
      'a foreign volume: ec2:DeleteVolume on volume/vol-payroll',
    ],
    [
      'security groups can be tagged later',
      'below a path',
      both('deploy', 'TagNewSecurityGroups', withoutCondition('StringEquals', 'ec2:CreateAction')),
      'a foreign security group: ec2:AuthorizeSecurityGroupIngress on security-group/sg-payroll',
    ],
    [
      'security groups need no tag',
      'below a path',
      (all) => withFault(all, apply('deploy'), 'OwnSecurityGroups', withoutCondition('StringEquals')),
      'a foreign security group: ec2:DeleteSecurityGroup on security-group/sg-payroll',
    ],
    [
      "a sibling's alarms aren't kept out",
      'below a path',
      (all) => withFault(all, apply('deploy'), 'NotASiblings', leftOut),
      'a foreign alarm: cloudwatch:DeleteAlarms on alarm:demo-eu-loki-cpu',
    ],
    [
      'the state is open to tasks',
      'below a path',
      (all) => {
        const statement = { Effect: 'Allow', Action: 's3:DeleteObjectVersion', Resource: '*' } as const;
        return withStatement(withFault(all, 'demo-boundary', 'NotTheState', leftOut), 'demo-boundary', statement);
      },
      'the history of the state: s3:DeleteObjectVersion',
    ],
    [
      "the apply role opens Loki's bucket",
      'below a path',
      (all) => bothAllow('s3:PutBucketPolicy', LOKI)(withFault(all, apply('deploy'), 'LokiBucketStays', leftOut)),
      "the guards of Loki's bucket: s3:PutBucketPolicy",
    ],
    [
      "the apply role lets all logs of Loki's bucket expire",
      'below a path',
      (all) =>
        bothAllow('s3:PutLifecycleConfiguration', LOKI)(withFault(all, apply('deploy'), 'LokiBucketStays', leftOut)),
      "the guards of Loki's bucket: s3:PutLifecycleConfiguration",
    ],
    [
      "the apply role deletes Loki's bucket",
      'below a path',
      (all) => bothAllow('s3:DeleteBucket', LOKI)(withFault(all, apply('deploy'), 'LokiBucketStays', leftOut)),
      "the guards of Loki's bucket: s3:DeleteBucket",
    ],
    [
      'the apply role shortens log retention',
      'below a path',
      (all) => bothAllow('logs:PutRetentionPolicy', '*')(withFault(all, apply('deploy'), 'LogsStay', leftOut)),
      'how long logs are kept: logs:PutRetentionPolicy',
    ],
    [
      'any file of the state bucket is written',
      'below a path',
      (all) =>
        withFault(
          withFault(all, apply('state'), 'StateLockAndLedger', onResource('arn:aws:s3:::demo-state/*')),
          'demo-github-boundary',
          'StateFiles',
          onResource('arn:aws:s3:::demo-state/*'),
        ),
      'another state: s3:PutObject',
    ],
  ];
