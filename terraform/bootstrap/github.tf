locals {
  issuer = "token.actions.githubusercontent.com"

  repository = var.github_subject == "immutable" ? "${var.github.owner}@${var.github.owner_id}/${var.github.repository}@${var.github.repository_id}" : "${var.github.owner}/${var.github.repository}"

  # Jobs of these GitHub environments, and no others: a branch or a pull request by itself gets nothing.
  subjects = {
    plan  = "repo:${local.repository}:environment:${var.environment}-plan"
    apply = "repo:${local.repository}:environment:${var.environment}"
  }

  provider_arn = "arn:${var.aws_partition}:iam::${var.aws_account_id}:oidc-provider/${local.issuer}"

  trust = { for role, subject in local.subjects : role => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      Condition = { StringEquals = merge(
        {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = subject
        },
        # The name of a repository can pass to somebody else, its id can't.
        var.github.repository_id == null ? {} : { "${local.issuer}:repository_id" = var.github.repository_id },
      ) }
    }]
  }) }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "plan" {
  name                 = "${var.project_name}-github-plan"
  description          = "Plans of ${var.environment} in pull requests: reads, and changes nothing"
  assume_role_policy   = local.trust.plan
  max_session_duration = 3600

  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role" "apply" {
  name               = "${var.project_name}-github-apply"
  description        = "Deployments and rollbacks of ${var.environment}"
  assume_role_policy = local.trust.apply
  # A rollout bakes for longer than the default hour.
  max_session_duration = 21600

  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "plan" {
  name   = "read"
  role   = aws_iam_role.plan.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.read })
}

resource "aws_iam_policy" "apply" {
  for_each = { read = local.read, state = local.write_state, deploy = local.deploy, roles = local.roles }

  name        = "${var.project_name}-github-apply-${each.key}"
  description = "What deployments of ${var.environment} may do: ${each.key}"
  policy      = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_iam_role_policy_attachment" "apply" {
  for_each = aws_iam_policy.apply

  role       = aws_iam_role.apply.name
  policy_arn = each.value.arn
}
