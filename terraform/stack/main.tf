locals {
  aws = {
    account_id = var.aws_account_id
    partition  = var.aws_partition
    region     = var.aws_region
  }

  # GitHub's variables are empty texts where they aren't set.
  roles = {
    path         = var.role_path == "" ? "/" : var.role_path
    at_root      = var.roles_at_root == "" ? [] : jsondecode(var.roles_at_root)
    boundary_arn = var.permissions_boundary_arn == "" ? null : var.permissions_boundary_arn
  }

  prometheus_workspace_arn = "arn:${var.aws_partition}:aps:${var.aws_region}:${var.aws_account_id}:workspace/${var.prometheus_workspace_id}"

  grafana = var.loki == null ? null : var.grafana

  surviving = data.aws_cloudwatch_log_groups.existing.log_group_names
}

# Marks a task as one of this cluster. It lets nothing in; other groups name it as the source that they let in. Every task carries it
# from the start, so that adding Loki changes no service.
resource "aws_security_group" "tasks" {
  name        = "${var.project_name}-tasks"
  description = "Tasks of ${var.project_name}"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.project_name}-tasks" }
}

resource "aws_vpc_security_group_egress_rule" "tasks" {
  security_group_id = aws_security_group.tasks.id
  description       = "Tasks reach each other, AWS and the databases"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

module "service" {
  source   = "../modules/service"
  for_each = var.services

  name                      = each.key
  service                   = each.value
  aws                       = local.aws
  ecs_cluster_name          = var.ecs_cluster_name
  capacity_provider         = var.capacity_provider
  service_connect_namespace = var.service_connect_namespace
  vpc_id                    = var.vpc_id
  subnet_ids                = var.subnet_ids
  tasks_security_group_id   = aws_security_group.tasks.id
  prometheus_workspace_arn  = local.prometheus_workspace_arn
  roles                     = local.roles
}

module "loki" {
  source = "../modules/loki"
  count  = var.loki == null ? 0 : 1

  loki                      = var.loki
  aws                       = local.aws
  ecs_cluster_name          = var.ecs_cluster_name
  capacity_provider         = var.capacity_provider
  service_connect_namespace = var.service_connect_namespace
  vpc_id                    = var.vpc_id
  subnet_ids                = var.subnet_ids
  tasks_security_group_id   = aws_security_group.tasks.id
  s3_vpc_endpoint_id        = var.s3_vpc_endpoint_id
  prometheus_workspace_arn  = local.prometheus_workspace_arn
  bucket_chunk_days         = try(tonumber(var.loki_chunk_days), null)
  roles                     = local.roles
}

module "grafana" {
  source = "../modules/grafana"
  count  = local.grafana == null ? 0 : 1

  grafana                   = local.grafana
  aws                       = local.aws
  ecs_cluster_name          = var.ecs_cluster_name
  capacity_provider         = var.capacity_provider
  service_connect_namespace = var.service_connect_namespace
  vpc_id                    = var.vpc_id
  subnet_ids                = var.subnet_ids
  loki_security_group_id    = module.loki[0].security_group_id
  loki_ecs_service_name     = module.loki[0].ecs_service_name
  prometheus_workspace_arn  = local.prometheus_workspace_arn
  files_image               = var.alloy_image
  roles                     = local.roles
}

module "alarms" {
  source = "../modules/alarms"

  project_name     = var.project_name
  aws              = local.aws
  ecs_cluster_name = var.ecs_cluster_name
  sns_topic_arn    = var.alarms_sns_topic_arn
  bucket_gigabytes = var.alarms_bucket_gigabytes
  loki = var.loki == null ? null : {
    ecs_service_name = module.loki[0].ecs_service_name
    bucket           = module.loki[0].bucket
    desired_count    = var.loki.desired_count
  }
  silent_log_groups       = { for name, each in var.services : name => each.log_group if var.phase == "cleanup" && each.target_variant == "alloy" }
  prometheus_workspace_id = var.prometheus_workspace_id
  amp_rule_namespaces     = var.amp_rule_namespaces
}

# Log groups are never deleted, so one may be there already: from before a step back, or from before Terraform. It is taken over
# then; a group that the state holds is left alone by these blocks.
data "aws_cloudwatch_log_groups" "existing" {
  log_group_name_prefix = var.log_group_prefix
}

import {
  for_each = { for name, each in var.services : name => each.log_group if contains(local.surviving, each.log_group) }
  to       = module.service[each.key].aws_cloudwatch_log_group.this
  id       = each.value
}

import {
  for_each = toset([for group in var.loki[*].log_group : group if contains(local.surviving, group)])
  to       = module.loki[0].aws_cloudwatch_log_group.this
  id       = each.value
}

import {
  for_each = toset([for each in local.grafana[*] : each.log_group if each.mode == "service" && contains(local.surviving, each.log_group)])
  to       = module.grafana[0].aws_cloudwatch_log_group.this[0]
  id       = each.value
}
