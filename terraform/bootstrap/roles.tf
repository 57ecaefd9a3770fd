# Which roles are the stack's, exactly. A name is not enough: what another team calls <project_name>-batch, or a project <project_name>-eu, has
# the same prefix. A path ends with a slash, which no project's name has, so nobody else's role lies below it.
locals {
  iam       = "${local.arn}:iam::${var.aws_account_id}"
  role_path = "/${var.project_name}/"

  # Roles from before there was a path. They stay: IAM can't move a role, and Terraform would replace those of running tasks.
  roles_at_root = sort([for name, role in data.aws_iam_role.at_root : name if try(role.tags["Project"], null) == var.project_name])
  strangers     = sort([for name, role in data.aws_iam_role.at_root : name if try(role.tags["Project"], null) != var.project_name])

  roles_below_path = "${local.iam}:role${local.role_path}*"

  own_role_arns = concat([local.roles_below_path], [for name in local.roles_at_root : "${local.iam}:role/${name}"])
  # A pattern instead of every name: for reading, and for statements that the condition on the boundary restricts exactly.
  bounded_role_arns = concat([local.roles_below_path], length(local.roles_at_root) == 0 ? [] : ["${local.iam}:role/${var.project_name}-*"])

  # Roles that only an administrator changes, whatever they are called.
  reserved_role_arns = ["${local.iam}:role/${var.project_name}-github-*", "${local.iam}:role/${var.project_name}-instance"]

  with_boundary = { "iam:PermissionsBoundary" = local.boundary_arn }

  roles = [
    {
      Sid       = "CreateBoundedRoles"
      Effect    = "Allow"
      Action    = ["iam:CreateRole", "iam:PutRolePermissionsBoundary"]
      Resource  = local.own_role_arns
      Condition = { StringEquals = local.with_boundary }
    },
    {
      Sid       = "ChangeBoundedRoles"
      Effect    = "Allow"
      Action    = ["iam:DeleteRolePolicy", "iam:PutRolePolicy"]
      Resource  = local.bounded_role_arns
      Condition = { StringEquals = local.with_boundary }
    },
    {
      Sid      = "AttachWhatEcsNeeds"
      Effect   = "Allow"
      Action   = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
      Resource = local.bounded_role_arns
      Condition = {
        ArnEquals = { "iam:PolicyARN" = [
          "${local.arn}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
          "${local.arn}:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForVolumes",
        ] }
        StringEquals = local.with_boundary
      }
    },
    {
      Sid    = "NotItself"
      Effect = "Deny"
      Action = [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PassRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ]
      Resource = local.reserved_role_arns
    },
    { Sid = "BoundariesStay", Effect = "Deny", Action = ["iam:DeleteRolePermissionsBoundary"], Resource = "${local.iam}:role/*" },
  ]

  # IAM can't ask for the boundary in these: they name the roles.
  role_settings = [{
    Sid    = "OwnRoles"
    Effect = "Allow"
    Action = [
      "iam:DeleteRole",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    Resource = local.own_role_arns
  }]

  hand_roles_to_ecs = [{
    Sid       = "HandRolesToEcs"
    Effect    = "Allow"
    Action    = ["iam:PassRole"]
    Resource  = local.own_role_arns
    Condition = { StringEquals = { "iam:PassedToService" = ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"] } }
  }]
}

data "aws_iam_roles" "named" {
  count = length(var.role_names) > 0 ? 1 : 0

  name_regex = "^(${join("|", [for name in sort(var.role_names) : replace(name, ".", "\\.")])})$"
}

data "aws_iam_role" "at_root" {
  for_each = toset([for name in var.role_names : name if contains(flatten(data.aws_iam_roles.named[*].arns[*]), "${local.iam}:role/${name}")])

  name = each.value
}
