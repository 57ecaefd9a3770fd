import { expect, test } from 'vitest';
import { parsePlan } from '../read/parse-plan.ts';
import { createScrubber } from '../secrets/scrub.ts';
import { findProblems, sentenceOf } from './policy.ts';

type Side = Readonly<Record<string, unknown>> | null;

function findings(type: string, actions: string[], before: Side, after: Side, unknown: object = {}): string[] {
  const change = { actions, before, after, after_unknown: unknown };
  const document = {
    format_version: '1.2',
    resource_changes: [{ address: `${type}.x`, type, mode: 'managed', change }],
  };
  const scrubber = createScrubber(new Set());
  return findProblems(parsePlan(JSON.stringify(document), 'p'), scrubber).map(
    (finding) => `${finding.severity} ${finding.rule}: ${sentenceOf(finding)}`,
  );
}

const allow = (Action: unknown, Resource: unknown, rest: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
});
const policy = (...Statement: object[]) => ({ policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
const image = (name: string) => ({ container_definitions: JSON.stringify([{ name: 'app', image: name }]) });

test.each<[string, string, string[], Side, Side, string[]]>([
  [
    'a log group goes',
    'aws_cloudwatch_log_group',
    ['delete'],
    { name: 'x' },
    null,
    ['danger log-group-destroyed: destroys the log group and every line in it'],
  ],
  ['a log group that stays goes', 'aws_cloudwatch_log_group', ['delete'], { skip_destroy: true }, null, []],
  ['a log group is let go of', 'aws_cloudwatch_log_group', ['forget'], { name: 'x' }, null, []],
  [
    'lines are kept for less long',
    'aws_cloudwatch_log_group',
    ['update'],
    { retention_in_days: 0 },
    { retention_in_days: 7 },
    ['warning log-retention-shortened: deletes log lines after 7 days, not after none'],
  ],
  [
    'lines are kept longer',
    'aws_cloudwatch_log_group',
    ['update'],
    { retention_in_days: 7 },
    { retention_in_days: 0 },
    [],
  ],
  [
    'a bucket is replaced, the new one first',
    'aws_s3_bucket',
    ['create', 'delete'],
    { bucket: 'a' },
    { bucket: 'b' },
    ['danger bucket-destroyed: destroys the bucket and what it holds'],
  ],
  [
    'a database is replaced',
    'aws_db_instance',
    ['delete', 'create'],
    { engine: 'a' },
    { engine: 'b' },
    ['danger data-destroyed: destroys the database and what it holds'],
  ],
  [
    'protection goes',
    'aws_db_instance',
    ['update'],
    { deletion_protection: true },
    { deletion_protection: false },
    ['warning protection-removed: can be deleted from now on'],
  ],
  [
    'a bucket may be emptied',
    'aws_s3_bucket',
    ['update'],
    { force_destroy: false },
    { force_destroy: true },
    ['warning protection-removed: may be destroyed with all that it holds (`force_destroy`)'],
  ],
  [
    'a port opens',
    'aws_vpc_security_group_ingress_rule',
    ['create'],
    null,
    { cidr_ipv4: '0.0.0.0/0', from_port: 22, to_port: 22 },
    ['warning open-ingress: lets in `0.0.0.0/0` on port 22'],
  ],
  [
    'a group that is open changes its name',
    'aws_security_group',
    ['update'],
    { name: 'a', ingress: [{ ipv6_cidr_blocks: ['::/0'] }] },
    { name: 'b', ingress: [{ ipv6_cidr_blocks: ['::/0'] }] },
    [],
  ],
  [
    'a group opens wider',
    'aws_security_group',
    ['update'],
    { ingress: [{ cidr_blocks: ['0.0.0.0/0'], from_port: 443, to_port: 443, protocol: 'tcp' }] },
    { ingress: [{ cidr_blocks: ['0.0.0.0/0'], from_port: 0, to_port: 0, protocol: '-1' }] },
    ['warning open-ingress: lets in `0.0.0.0/0` on every port'],
  ],
  ['egress opens', 'aws_security_group_rule', ['create'], null, { type: 'egress', cidr_blocks: ['0.0.0.0/0'] }, []],
  [
    'a bucket is no longer kept private',
    'aws_s3_bucket_public_access_block',
    ['delete'],
    { block_public_acls: true },
    null,
    ['warning public-bucket: no longer blocks public access'],
  ],
  [
    'a part of it is switched off',
    'aws_s3_bucket_public_access_block',
    ['update'],
    { block_public_acls: true },
    { block_public_acls: false },
    ['warning public-bucket: switches off `block_public_acls`'],
  ],
  [
    'a bucket becomes public',
    'aws_s3_bucket_acl',
    ['update'],
    { acl: 'private' },
    { acl: 'public-read' },
    ['danger public-bucket: gives everybody access (`public-read`)'],
  ],
  [
    'a database gets a public address',
    'aws_db_instance',
    ['update'],
    { publicly_accessible: false },
    { publicly_accessible: true },
    ['danger public-endpoint: gets a public address'],
  ],
  [
    'tasks get public addresses',
    'aws_ecs_service',
    ['update'],
    { network_configuration: [{ assign_public_ip: false }] },
    { network_configuration: [{ assign_public_ip: true }] },
    ['warning public-endpoint: gives its tasks public addresses'],
  ],
  [
    'a policy allows everything',
    'aws_iam_policy',
    ['create'],
    null,
    policy(allow('*', '*')),
    ['danger iam-admin: allows everything on every resource'],
  ],
  [
    'a policy allows all but something',
    'aws_iam_policy',
    ['create'],
    null,
    policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    ['danger iam-admin: allows everything on every resource'],
  ],
  [
    'a new policy allows writing everywhere',
    'aws_iam_role_policy',
    ['create'],
    null,
    policy(allow(['s3:PutObject', 's3:GetObject'], '*')),
    ['warning iam-wildcard: allows `s3:PutObject` on every resource (`*`)'],
  ],
  [
    'a new policy that reads, or names what it is for',
    'aws_iam_role_policy',
    ['create'],
    null,
    policy(allow('s3:Get*', '*'), allow('s3:PutObject', 'arn:aws:s3:::a/*')),
    [],
  ],
  [
    'an old policy that was as wide',
    'aws_iam_role_policy',
    ['update'],
    policy(allow('s3:*', '*')),
    policy(allow('s3:PutObject', '*')),
    [],
  ],
  [
    'a policy that now allows more',
    'aws_iam_role_policy',
    ['update'],
    policy(allow('s3:GetObject', 'arn:a/*')),
    policy(allow(['s3:GetObject', 's3:DeleteObject'], 'arn:a/*')),
    ['warning iam-widened: now allows `s3:DeleteObject` on `arn:a/*`'],
  ],
  [
    'a policy that loses its condition',
    'aws_iam_role_policy',
    ['update'],
    policy(allow('s3:PutObject', 'arn:a', { Condition: { Bool: { x: true } } })),
    policy(allow('s3:PutObject', 'arn:a')),
    ['warning iam-widened: now allows `s3:PutObject` on `arn:a`'],
  ],
  [
    'a policy that no longer denies',
    'aws_iam_role_policy',
    ['update'],
    policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }),
    policy(),
    ['warning iam-widened: drops 1 statement that denies'],
  ],
  [
    'a policy goes',
    'aws_iam_role_policy',
    ['delete'],
    policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }),
    null,
    [],
  ],
  [
    'everybody gets into a bucket',
    'aws_s3_bucket_policy',
    ['update'],
    policy(),
    policy({ ...allow('s3:GetObject', 'arn:a/*'), Principal: { AWS: '*' } }),
    ['danger public-principal: lets everybody in (principal `*`)'],
  ],
  [
    'somebody else may assume a role',
    'aws_iam_role',
    ['update'],
    { assume_role_policy: policy({ ...allow('sts:AssumeRole', undefined), Principal: { AWS: 'a' } }).policy },
    { assume_role_policy: policy({ ...allow('sts:AssumeRole', undefined), Principal: { AWS: ['a', 'b'] } }).policy },
    ['warning iam-widened: lets `b` assume the role'],
  ],
  [
    'a managed policy is attached',
    'aws_iam_role_policy_attachment',
    ['create'],
    null,
    { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ['danger iam-admin: attaches `AdministratorAccess`'],
  ],
  [
    'an image without a version',
    'aws_ecs_task_definition',
    ['create'],
    null,
    image('example/app'),
    ['warning image-latest: image `example/app` has no fixed version'],
  ],
  [
    'an image called latest',
    'aws_ecs_task_definition',
    ['create'],
    null,
    image('localhost:5000/app:latest'),
    ['warning image-latest: image `localhost:5000/app:latest` has no fixed version'],
  ],
  [
    'an image without a digest',
    'aws_ecs_task_definition',
    ['create'],
    null,
    image('example/app:1'),
    ['notice image-digest: image `example/app:1` has no digest'],
  ],
  [
    'an image with a digest',
    'aws_ecs_task_definition',
    ['create'],
    null,
    image(`example/app:1@sha256:${'0'.repeat(64)}`),
    [],
  ],
])('%s', (_, type, actions, before, after, expected) => {
  expect(findings(type, actions, before, after)).toEqual(expected);
});

test('a policy that is known only later is no clean one', () => {
  expect(findings('aws_iam_policy', ['update'], policy(allow('s3:Get*', '*')), {}, { policy: true })).toEqual([
    'notice iam-unknown: what `policy` allows is known only after the apply',
  ]);
});

test('a pattern made to run for ever ends', () => {
  const stars = `${'*a'.repeat(2000)}b`;
  findings('aws_iam_policy', ['update'], policy(allow(stars, 'x')), policy(allow('a'.repeat(4000), 'x')));
});
