# Exact actions only. Where a resource is "*", AWS offers no narrower one for the action, and all of these only read.
locals {
  regional = "${var.aws_region}:${var.aws_account_id}"
  arn      = "arn:${var.aws_partition}"

  state_arn   = "${local.arn}:s3:::${var.state_bucket}"
  ledger_key  = "${trimprefix(dirname(var.state_key), ".")}/ledger.json"
  state_files = [for key in [var.state_key, "${var.state_key}.tflock", trimprefix(local.ledger_key, "/")] : "${local.state_arn}/${key}"]
  loki_arn    = "${local.arn}:s3:::${var.loki_bucket}"
  workspace   = "${local.arn}:aps:${local.regional}:workspace/${var.prometheus_workspace_id}"
  rules       = "${local.arn}:aps:${local.regional}:rulegroupsnamespace/${var.prometheus_workspace_id}/*"
  log_groups  = ["${local.arn}:logs:${local.regional}:log-group:${var.log_group_prefix}*", "${local.arn}:logs:${local.regional}:log-group:${var.log_group_prefix}*:*"]
  alarms      = "${local.arn}:cloudwatch:${local.regional}:alarm:${var.project_name}-*"
  event_rules = "${local.arn}:events:${local.regional}:rule/${var.project_name}-*"
  ecs = {
    services = "${local.arn}:ecs:${local.regional}:service/${var.project_name}/*"
    families = "${local.arn}:ecs:${local.regional}:task-definition/${var.project_name}-*:*"
  }

  bucket_reads = [
    "s3:GetAccelerateConfiguration",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetBucketWebsite",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
  ]

  # Calls that would open a bucket, or delete what lies in it.
  bucket_guards = [
    "s3:CreateBucket",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
  ]

  read = [
    { Sid = "State", Effect = "Allow", Action = ["s3:GetObject"], Resource = local.state_files },
    { Sid = "StateBucket", Effect = "Allow", Action = ["s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket"], Resource = local.state_arn },
    # A stack whose state still has the bucket reads it once more before it lets go of it.
    { Sid = "LokiBucket", Effect = "Allow", Action = local.bucket_reads, Resource = local.loki_arn },
    {
      Sid      = "Roles"
      Effect   = "Allow"
      Action   = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags"]
      Resource = local.bounded_role_arns
    },
    { Sid = "Metrics", Effect = "Allow", Action = ["aps:DescribeWorkspace", "aps:GetLabels", "aps:GetSeries", "aps:QueryMetrics"], Resource = local.workspace },
    { Sid = "Rules", Effect = "Allow", Action = ["aps:DescribeRuleGroupsNamespace", "aps:ListTagsForResource"], Resource = [local.workspace, local.rules] },
    { Sid = "Events", Effect = "Allow", Action = ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"], Resource = local.event_rules },
    {
      Sid    = "NoNarrowerResource"
      Effect = "Allow"
      Action = [
        "ce:GetCostAndUsage",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:GetMetricData",
        "cloudwatch:ListMetrics",
        "cloudwatch:ListTagsForResource",
        "ec2:DescribeManagedPrefixLists",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribePrefixLists",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
        "ecs:DescribeCapacityProviders",
        "ecs:DescribeClusters",
        "ecs:DescribeServices",
        "ecs:DescribeTaskDefinition",
        "ecs:DescribeTasks",
        "ecs:ListServices",
        "ecs:ListTagsForResource",
        "ecs:ListTaskDefinitions",
        "ecs:ListTasks",
        "logs:DescribeLogGroups",
        "logs:ListTagsForResource",
        "pricing:GetProducts",
        "sts:GetCallerIdentity",
      ]
      Resource = "*"
    },
  ]

  write_state = [
    { Sid = "StateLockAndLedger", Effect = "Allow", Action = ["s3:PutObject"], Resource = local.state_files },
    { Sid = "Unlock", Effect = "Allow", Action = ["s3:DeleteObject"], Resource = "${local.state_arn}/${var.state_key}.tflock" },
  ]

  deploy = [
    {
      Sid      = "Services"
      Effect   = "Allow"
      Action   = ["ecs:CreateService", "ecs:DeleteService", "ecs:TagResource", "ecs:UntagResource", "ecs:UpdateService"]
      Resource = [local.ecs.services, local.ecs.families]
    },
    { Sid = "Revisions", Effect = "Allow", Action = ["ecs:RegisterTaskDefinition"], Resource = local.ecs.families },
    {
      Sid      = "LogGroups"
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:TagResource", "logs:UntagResource"]
      Resource = local.log_groups
    },
    {
      # Whatever a plan says: logs outlive the migration, and how long they are kept is bootstrap's.
      Sid      = "LogsStay"
      Effect   = "Deny"
      Action   = ["logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy"]
      Resource = "*"
    },
    {
      # Who may read what lies in it, and for how long it stays, is bootstrap's too.
      Sid      = "LokiBucketStays"
      Effect   = "Deny"
      Action   = local.bucket_guards
      Resource = local.loki_arn
    },
    {
      # Alarms, rules and families begin with the project's name and a hyphen, as those of a project called <name>-eu do: what has a tag says whose it is.
      Sid    = "NotASiblings"
      Effect = "Deny"
      Action = [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
        "ecs:TagResource",
        "ecs:UntagResource",
        "events:DeleteRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
        "events:TagResource",
        "events:UntagResource",
      ]
      Resource = "*"
      Condition = {
        Null            = { "aws:ResourceTag/Project" = "false" }
        StringNotEquals = { "aws:ResourceTag/Project" = var.project_name }
      }
    },
    {
      Sid      = "Alarms"
      Effect   = "Allow"
      Action   = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"]
      Resource = local.alarms
    },
    {
      Sid      = "Events"
      Effect   = "Allow"
      Action   = ["events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets", "events:TagResource", "events:UntagResource"]
      Resource = local.event_rules
    },
    {
      Sid      = "Rules"
      Effect   = "Allow"
      Action   = ["aps:CreateRuleGroupsNamespace", "aps:DeleteRuleGroupsNamespace", "aps:PutRuleGroupsNamespace", "aps:TagResource", "aps:UntagResource"]
      Resource = [local.workspace, local.rules]
    },
    {
      # A new group has no id to name, and its VPC is known to the stack alone: what exists is asked for its tag below.
      Sid      = "NewSecurityGroups"
      Effect   = "Allow"
      Action   = ["ec2:CreateSecurityGroup"]
      Resource = [local.security_groups, "${local.arn}:ec2:${local.regional}:vpc/*"]
    },
    {
      Sid      = "TagNewSecurityGroups"
      Effect   = "Allow"
      Action   = ["ec2:CreateTags"]
      Resource = [local.security_groups, local.security_group_rules]
      # Without the second, a tag would make any group of the account its own.
      Condition = { StringEquals = {
        "aws:RequestTag/Project" = var.project_name
        "ec2:CreateAction"       = ["AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateSecurityGroup"]
      } }
    },
    {
      Sid       = "TagOwnSecurityGroups"
      Effect    = "Allow"
      Action    = ["ec2:CreateTags", "ec2:DeleteTags"]
      Resource  = [local.security_groups, local.security_group_rules]
      Condition = { StringEquals = { "aws:ResourceTag/Project" = var.project_name } }
    },
    {
      Sid    = "OwnSecurityGroups"
      Effect = "Allow"
      Action = [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:DeleteSecurityGroup",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ]
      Resource  = local.security_groups
      Condition = { StringEquals = { "aws:ResourceTag/Project" = var.project_name } }
    },
    {
      Sid    = "RulesOfOwnSecurityGroups"
      Effect = "Allow"
      Action = [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ]
      Resource = local.security_group_rules
    },
  ]
}
