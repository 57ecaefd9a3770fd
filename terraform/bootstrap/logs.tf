# How long logs are kept. The stack makes the groups of new services, too, which keep everything until this has been run again.
data "aws_cloudwatch_log_groups" "existing" {
  log_group_name_prefix = var.log_group_prefix
}

import {
  for_each = toset([for name in keys(var.log_groups) : name if contains(data.aws_cloudwatch_log_groups.existing.log_group_names, name)])
  to       = aws_cloudwatch_log_group.this[each.value]
  id       = each.value
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts at rest; a KMS key would have to outlive the groups, which are never deleted
  #checkov:skip=CKV_AWS_338:A year of logs is the environment's decision: retention is a variable
  for_each = var.log_groups

  name              = each.key
  retention_in_days = each.value
  # Logs outlive the service, and the migration.
  skip_destroy = true
}
