locals {
  issuer = "token.actions.githubusercontent.com"

  repository = var.github_subject == "immutable" ? "${var.github.owner}@${var.github.owner_id}/${var.github.repository}@${var.github.repository_id}" : "${var.github.owner}/${var.github.repository}"

  # Jobs of these GitHub environments, and no others: a branch or a pull request by itself gets nothing.
  subjects = {
    plan  = "repo:${local.repository}:environment:${var.environment}-plan"
    apply = "repo:${local.repository}:environment:${var.environment}"
  }

  provider_arn = "${local.iam}:oidc-provider/${local.issuer}"

  workflows = "${var.github.owner}/${var.github.repository}/.github/workflows"

  # Beside the subject: which workflow of which repository asks, and for the apply role from which branch. GitHub makes an environment that is missing,
  # without protection, when a workflow names it; these can't be made up on a branch.
  claims = {
    plan = {
      StringLike = { "${local.issuer}:job_workflow_ref" = [for file in var.github_workflows.plan : "${local.workflows}/${file}@*"] }
    }
    apply = {
      StringEquals = {
        "${local.issuer}:ref"              = var.github_ref
        "${local.issuer}:job_workflow_ref" = [for file in var.github_workflows.apply : "${local.workflows}/${file}@${var.github_ref}"]
      }
    }
  }

  trust = { for role, subject in local.subjects : role => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      Condition = merge(local.claims[role], { StringEquals = merge(
        {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = subject
        },
        # The name of a repository can pass to somebody else, its id can't.
        var.github.repository_id == null ? {} : { "${local.issuer}:repository_id" = var.github.repository_id },
        try(local.claims[role].StringEquals, {}),
      ) })
    }]
  }) }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}
