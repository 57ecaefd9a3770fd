import type { Policy } from '../iam/policy.ts';

const allow = (Action: readonly string[], Resource = '*', Condition = {}) =>
  ({ Effect: 'Allow', Action, Resource, Condition }) as const;

const CREATED_BY_ECS = 'arn:aws:ecs:*:*:task/*';

/**
 * What AWS's own policies allow, for those attached to this project's roles.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/
 */
export const AWS_MANAGED: Readonly<Record<string, Policy>> = {
  'arn:aws:iam::aws:policy/AdministratorAccess': { Statement: [allow(['*'])] },
  'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy': {
    Statement: [
      allow([
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchGetImage',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]),
    ],
  },
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
  'arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForVolumes': {
    Statement: [
      allow(['ec2:CreateVolume'], 'arn:aws:ec2:*:*:volume/*', {
        ArnLike: { 'aws:RequestTag/AmazonECSCreated': CREATED_BY_ECS },
        StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' },
      }),
      allow(['ec2:CreateTags'], 'arn:aws:ec2:*:*:volume/*', {
        ArnLike: { 'aws:RequestTag/AmazonECSCreated': CREATED_BY_ECS },
        StringEquals: { 'ec2:CreateAction': 'CreateVolume', 'aws:RequestTag/AmazonECSManaged': 'true' },
      }),
      allow(['ec2:DescribeVolumes', 'ec2:DescribeAvailabilityZones']),
      allow(['ec2:AttachVolume', 'ec2:DetachVolume'], 'arn:aws:ec2:*:*:volume/*', {
        StringEquals: { 'aws:ResourceTag/AmazonECSManaged': 'true' },
      }),
      allow(['ec2:AttachVolume', 'ec2:DetachVolume'], 'arn:aws:ec2:*:*:instance/*'),
      allow(['ec2:DeleteVolume'], 'arn:aws:ec2:*:*:volume/*', {
        ArnLike: { 'aws:ResourceTag/AmazonECSCreated': CREATED_BY_ECS },
        StringEquals: { 'aws:ResourceTag/AmazonECSManaged': 'true' },
      }),
    ],
  },
  'arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role': {
    Statement: [
      allow([
        'ec2:DescribeTags',
        'ecs:CreateCluster',
        'ecs:DeregisterContainerInstance',
        'ecs:DiscoverPollEndpoint',
        'ecs:Poll',
        'ecs:RegisterContainerInstance',
        'ecs:StartTelemetrySession',
        'ecs:UpdateContainerInstancesState',
        'ecs:Submit*',
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchGetImage',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]),
    ],
  },
  'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore': {
    Statement: [
      allow([
        'ssm:DescribeAssociation',
        'ssm:GetDeployablePatchSnapshotForInstance',
        'ssm:GetDocument',
        'ssm:DescribeDocument',
        'ssm:GetManifest',
        'ssm:GetParameter',
        'ssm:GetParameters',
        'ssm:ListAssociations',
        'ssm:ListInstanceAssociations',
        'ssm:PutInventory',
        'ssm:PutComplianceItems',
        'ssm:PutConfigurePackageResult',
        'ssm:UpdateAssociationStatus',
        'ssm:UpdateInstanceAssociationStatus',
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
        'ec2messages:AcknowledgeMessage',
        'ec2messages:DeleteMessage',
        'ec2messages:FailMessage',
        'ec2messages:GetEndpoint',
        'ec2messages:GetMessages',
        'ec2messages:SendReply',
      ]),
    ],
  },
};
