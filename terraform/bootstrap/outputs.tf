locals {
  # Of both environments: a plan describes what the apply makes.
  shared_variables = {
    AWS_LOKI_CHUNK_DAYS          = tostring(var.loki_chunk_days)
    AWS_PERMISSIONS_BOUNDARY_ARN = aws_iam_policy.boundary.arn
    AWS_REGION                   = var.aws_region
    AWS_ROLE_PATH                = local.role_path
    AWS_ROLES_AT_ROOT            = jsonencode(local.roles_at_root)
  }
}

output "github_variables" {
  description = "Variables that GitHub's environments need: environment, then name, to value."
  value = {
    (var.environment)         = merge(local.shared_variables, { AWS_APPLY_ROLE_ARN = aws_iam_role.apply.arn })
    "${var.environment}-plan" = merge(local.shared_variables, { AWS_PLAN_ROLE_ARN = aws_iam_role.plan.arn })
  }
}

output "subjects" {
  description = "The exact subjects of GitHub tokens that may assume the roles."
  value       = local.subjects
}

output "state_bucket" {
  description = "Bucket of the state and the ledger."
  value       = aws_s3_bucket.state.bucket
}
