import { ACCOUNT_ID, IAM, PROJECT, REGIONAL } from './account/rendered.ts';
import { type Request, type RequestContext, tagContext } from './iam/policy.ts';

/** What has to stay possible: the calls of a deployment, on what is the project's own. */

const BOUNDARY = { 'iam:PermissionsBoundary': `${IAM}:policy/${PROJECT}-boundary` };
const NEW = { 'aws:RequestTag/Project': PROJECT };
const OWN = { 'aws:ResourceTag/Project': PROJECT };
const ECS_POLICY = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy' };

const calls = (actions: readonly string[], resource: string, context: RequestContext = {}): Request[] =>
  actions.map((action) => ({ action, resource, context }));

/** Making, changing, handing over and deleting one role of the stack. */
export function callsOnRole(arn: string): Request[] {
  return [
    ...calls(['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], arn, { ...BOUNDARY, ...NEW }),
    // A role that is being made has no tags yet.
    ...calls(['iam:TagRole'], arn, NEW),
    ...calls(['iam:PutRolePolicy', 'iam:DeleteRolePolicy'], arn, { ...BOUNDARY, ...OWN }),
    ...calls(['iam:AttachRolePolicy', 'iam:DetachRolePolicy'], arn, { ...BOUNDARY, ...OWN, ...ECS_POLICY }),
    ...calls(['iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:UntagRole', 'iam:DeleteRole'], arn, OWN),
    ...calls(['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'], arn, OWN),
    ...calls(['iam:PassRole'], arn, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
    ...calls(['iam:PassRole'], arn, { 'iam:PassedToService': 'ecs.amazonaws.com' }),
  ];
}

const ec2 = (resource: string) => `arn:aws:ec2:${REGIONAL}:${resource}`;
const STATE = `arn:aws:s3:::${PROJECT}-state`;

/** Everything else that the apply role does. */
export const CALLS_OF_A_DEPLOYMENT: readonly Request[] = [
  ...calls(['s3:GetObject', 's3:PutObject'], `${STATE}/dev/terraform.tfstate`),
  ...calls(['s3:GetObject', 's3:PutObject'], `${STATE}/dev/ledger.json`),
  ...calls(['s3:PutObject', 's3:DeleteObject'], `${STATE}/dev/terraform.tfstate.tflock`),
  ...calls(['s3:ListBucket'], STATE),
  // Of a stack from before the bucket was bootstrap's, once more.
  ...calls(['s3:ListBucket', 's3:GetLifecycleConfiguration'], `arn:aws:s3:::${PROJECT}-loki-logs-${ACCOUNT_ID}`),
  ...calls(['ec2:CreateSecurityGroup'], ec2('security-group/sg-1'), NEW),
  ...calls(['ec2:CreateSecurityGroup'], ec2('vpc/vpc-1')),
  ...calls(['ec2:CreateTags'], ec2('security-group/sg-1'), { ...NEW, 'ec2:CreateAction': 'CreateSecurityGroup' }),
  ...calls(['ec2:CreateTags', 'ec2:DeleteTags'], ec2('security-group/sg-1'), { ...NEW, ...OWN }),
  ...calls(['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'], ec2('security-group/sg-1'), OWN),
  ...calls(
    ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
    ec2('security-group-rule/sgr-1'),
    NEW,
  ),
  ...calls(['ec2:CreateTags'], ec2('security-group-rule/sgr-1'), {
    ...NEW,
    'ec2:CreateAction': 'AuthorizeSecurityGroupIngress',
  }),
  ...calls(['ec2:DeleteSecurityGroup'], ec2('security-group/sg-1'), OWN),
  ...calls(
    ['ecs:CreateService', 'ecs:TagResource'],
    `arn:aws:ecs:${REGIONAL}:service/${PROJECT}/${PROJECT}-worker`,
    NEW,
  ),
  ...calls(
    ['ecs:UpdateService', 'ecs:DeleteService'],
    `arn:aws:ecs:${REGIONAL}:service/${PROJECT}/${PROJECT}-worker`,
    OWN,
  ),
  ...calls(['ecs:RegisterTaskDefinition'], `arn:aws:ecs:${REGIONAL}:task-definition/${PROJECT}-worker:1`, NEW),
  ...calls(
    ['logs:CreateLogGroup', 'logs:TagResource'],
    `arn:aws:logs:${REGIONAL}:log-group:/ecs/${PROJECT}/worker`,
    NEW,
  ),
  ...calls(
    ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource'],
    `arn:aws:cloudwatch:${REGIONAL}:alarm:${PROJECT}-a`,
    NEW,
  ),
  ...calls(
    ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
    `arn:aws:cloudwatch:${REGIONAL}:alarm:${PROJECT}-a`,
    OWN,
  ),
  ...calls(['events:PutRule', 'events:PutTargets'], `arn:aws:events:${REGIONAL}:rule/${PROJECT}-a`, NEW),
  ...calls(['events:RemoveTargets', 'events:DeleteRule'], `arn:aws:events:${REGIONAL}:rule/${PROJECT}-a`, OWN),
  ...calls(['aps:PutRuleGroupsNamespace'], `arn:aws:aps:${REGIONAL}:rulegroupsnamespace/ws-1/loki`, OWN),
];

const TASK = `arn:aws:ecs:${REGIONAL}:task/${PROJECT}/0a1b2c`;
const VOLUME = { AmazonECSCreated: TASK, AmazonECSManaged: 'true' };
const NEW_VOLUME = tagContext('Request', VOLUME);
const OWN_VOLUME = tagContext('Resource', VOLUME);

/** Role → what its holder does. */
export const CALLS_OF_TASKS: Readonly<Record<string, readonly Request[]>> = {
  [`${PROJECT}-worker-execution`]: [
    ...calls(['secretsmanager:GetSecretValue'], `arn:aws:secretsmanager:${REGIONAL}:secret:db-abcdef`),
    ...calls(['ssm:GetParameters'], `arn:aws:ssm:${REGIONAL}:parameter/${PROJECT}/key`),
    ...calls(['ecr:BatchGetImage'], `arn:aws:ecr:${REGIONAL}:repository/worker`),
    ...calls(['logs:PutLogEvents'], `arn:aws:logs:${REGIONAL}:log-group:/ecs/${PROJECT}/worker:log-stream:ecs/1`),
  ],
  [`${PROJECT}-worker-task`]: calls(['aps:RemoteWrite'], `arn:aws:aps:${REGIONAL}:workspace/ws-1`),
  [`${PROJECT}-loki-task`]: [
    ...calls(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      `arn:aws:s3:::${PROJECT}-loki-logs-${ACCOUNT_ID}/fake/1`,
    ),
    ...calls(['s3:ListBucket'], `arn:aws:s3:::${PROJECT}-loki-logs-${ACCOUNT_ID}`),
  ],
  [`${PROJECT}-loki-volume`]: [
    ...calls(['ec2:CreateVolume'], ec2('volume/vol-1'), NEW_VOLUME),
    ...calls(['ec2:CreateTags'], ec2('volume/vol-1'), { ...NEW_VOLUME, 'ec2:CreateAction': 'CreateVolume' }),
    ...calls(['ec2:AttachVolume', 'ec2:DetachVolume', 'ec2:DeleteVolume'], ec2('volume/vol-1'), OWN_VOLUME),
    ...calls(['ec2:AttachVolume', 'ec2:DetachVolume'], ec2('instance/i-1')),
    ...calls(['ec2:DescribeVolumes'], '*'),
  ],
  [`${PROJECT}-grafana-execution`]: calls(
    ['secretsmanager:GetSecretValue'],
    `arn:aws:secretsmanager:${REGIONAL}:secret:grafana-abcdef`,
  ),
  [`${PROJECT}-grafana-task`]: [
    ...calls(['aps:QueryMetrics'], `arn:aws:aps:${REGIONAL}:workspace/ws-1`),
    ...calls(['cloudwatch:GetMetricData'], '*'),
  ],
  [`${PROJECT}-instance`]: [
    ...calls(
      ['ecs:RegisterContainerInstance', 'ecs:SubmitTaskStateChange'],
      `arn:aws:ecs:${REGIONAL}:cluster/${PROJECT}`,
    ),
    ...calls(['ssm:UpdateInstanceInformation', 'ssmmessages:OpenDataChannel'], '*'),
  ],
};
