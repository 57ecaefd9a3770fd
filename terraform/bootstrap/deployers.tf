# Plan and apply role, and what bounds these two: should one of their policies ever grow too wide, this still holds.
locals {
  deployer_boundary_name = "${var.project_name}-github-boundary"

  deployer_boundary = concat([
    {
      Sid    = "Deploy"
      Effect = "Allow"
      Action = [
        "aps:*",
        "ce:GetCostAndUsage",
        "cloudwatch:*",
        "ec2:*SecurityGroup*",
        "ec2:Describe*",
        "ecs:*",
        "events:*",
        "logs:CreateLogGroup",
        "logs:Describe*",
        "logs:List*",
        "logs:TagResource",
        "logs:UntagResource",
        "pricing:GetProducts",
        "sts:GetCallerIdentity",
      ]
      Resource = "*"
    },
    { Sid = "StateFiles", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = local.state_files },
    { Sid = "StateBucket", Effect = "Allow", Action = ["s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket"], Resource = local.state_arn },
    { Sid = "LokiBucket", Effect = "Allow", Action = ["s3:Get*", "s3:ListBucket"], Resource = local.loki_arn },
    {
      Sid      = "Roles"
      Effect   = "Allow"
      Action   = ["iam:Get*", "iam:List*"]
      Resource = local.bounded_role_arns
    },
    ],
    [for statement in local.deploy : statement if contains(["TagNewSecurityGroups", "TagOwnSecurityGroups"], statement.Sid)],
    local.roles, local.role_settings, local.hand_roles_to_ecs,
  )

  apply_policies = {
    read   = local.read
    state  = local.write_state
    deploy = local.deploy
    roles  = local.roles
    names  = local.role_settings
    pass   = local.hand_roles_to_ecs
  }
}

resource "aws_iam_role" "plan" {
  name                 = "${var.project_name}-github-plan"
  description          = "Plans of ${var.environment} in pull requests: reads, and changes nothing"
  assume_role_policy   = local.trust.plan
  permissions_boundary = "${local.iam}:policy/${var.project_name}-github-apply-read"
  max_session_duration = 3600

  depends_on = [aws_iam_openid_connect_provider.github, aws_iam_policy.apply]
}

resource "aws_iam_role" "apply" {
  name                 = "${var.project_name}-github-apply"
  description          = "Deployments and rollbacks of ${var.environment}"
  assume_role_policy   = local.trust.apply
  permissions_boundary = "${local.iam}:policy/${local.deployer_boundary_name}"
  # A rollout bakes for longer than the default hour.
  max_session_duration = 21600

  depends_on = [aws_iam_openid_connect_provider.github, aws_iam_policy.deployer_boundary]
}

resource "aws_iam_role_policy" "plan" {
  name   = "read"
  role   = aws_iam_role.plan.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.read })
}

resource "aws_iam_policy" "apply" {
  for_each = local.apply_policies

  name        = "${var.project_name}-github-apply-${each.key}"
  description = "What deployments of ${var.environment} may do: ${each.key}"
  policy      = jsonencode({ Version = "2012-10-17", Statement = each.value })

  lifecycle {
    precondition {
      condition     = length(local.strangers) == 0
      error_message = "Roles that the stack would call its own exist and aren't tagged Project = ${var.project_name}: ${join(", ", local.strangers)}. Whose are they? Rename the service, or tag the role."
    }
  }
}

resource "aws_iam_role_policy_attachment" "apply" {
  for_each = aws_iam_policy.apply

  role       = aws_iam_role.apply.name
  policy_arn = each.value.arn
}

resource "aws_iam_policy" "deployer_boundary" {
  name        = local.deployer_boundary_name
  description = "The most that the apply role of ${var.project_name} can do, whatever its policies say"
  policy      = jsonencode({ Version = "2012-10-17", Statement = local.deployer_boundary })
}
