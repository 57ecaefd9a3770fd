# How long logs are kept. The stack makes the groups of new services, too, which keep everything until this has been run again.
data "aws_cloudwatch_log_groups" "existing" {
  log_group_name_prefix = var.log_group_prefix
}

locals {
  existing_log_groups = toset([for name in keys(var.log_groups) : name if contains(data.aws_cloudwatch_log_groups.existing.log_group_names, name)])
  # A group without the project's tag was made by somebody else, who has decided how long it keeps its lines.
  foreign_log_groups = { for name, group in data.aws_cloudwatch_log_group.existing : name => group.retention_in_days if lookup(group.tags, "Project", "") != var.project_name }
}

data "aws_cloudwatch_log_group" "existing" {
  for_each = local.existing_log_groups
  name     = each.value
}

import {
  for_each = local.existing_log_groups
  to       = aws_cloudwatch_log_group.this[each.value]
  id       = each.value
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts at rest; a KMS key would have to outlive the groups, which are never deleted
  #checkov:skip=CKV_AWS_338:A year of logs is the environment's decision: retention is a variable
  for_each = var.log_groups

  name              = each.key
  retention_in_days = contains(var.log_groups_to_overwrite, each.key) ? each.value : lookup(local.foreign_log_groups, each.key, each.value)
  # Logs outlive the service, and the migration.
  skip_destroy = true

  lifecycle {
    ignore_changes = [kms_key_id, tags, tags_all]
  }
}
