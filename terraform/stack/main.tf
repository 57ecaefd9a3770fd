locals {
  aws = {
    account_id = var.aws_account_id
    partition  = var.aws_partition
  }

  prometheus_workspace_arn = "arn:${var.aws_partition}:aps:${var.aws_region}:${var.aws_account_id}:workspace/${var.prometheus_workspace_id}"

  log_groups = "/ecs/${var.project_name}/"
  surviving  = data.aws_cloudwatch_log_groups.existing.log_group_names
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
}

module "loki" {
  source = "../modules/loki"
  count  = var.loki_enabled ? 1 : 0

  project_name              = var.project_name
  aws                       = local.aws
  ecs_cluster_name          = var.ecs_cluster_name
  capacity_provider         = var.capacity_provider
  service_connect_namespace = var.service_connect_namespace
  vpc_id                    = var.vpc_id
  subnet_ids                = var.subnet_ids
  tasks_security_group_id   = aws_security_group.tasks.id
  s3_vpc_endpoint_id        = var.s3_vpc_endpoint_id
  prometheus_workspace_arn  = local.prometheus_workspace_arn
  image                     = var.loki_image
  cpu                       = var.loki_cpu
  memory                    = var.loki_memory
  desired_count             = var.loki_count
  topology                  = var.loki_topology
  retention_days            = var.loki_retention_days
  bucket_name               = var.loki_bucket_name
  bucket_force_destroy      = var.loki_bucket_force_destroy
  wal_storage               = var.loki_wal_storage
  container_definitions     = var.loki_container_definitions
}

# Log groups are never deleted, so one may be there already: from before a step back, or from before Terraform. It is taken over
# then; a group that the state holds is left alone by these blocks.
data "aws_cloudwatch_log_groups" "existing" {
  log_group_name_prefix = local.log_groups
}

import {
  for_each = { for name, each in var.services : name => each.log_group if contains(local.surviving, each.log_group) }
  to       = module.service[each.key].aws_cloudwatch_log_group.this
  id       = each.value
}

import {
  for_each = var.loki_enabled && contains(local.surviving, "${local.log_groups}loki") ? toset(["${local.log_groups}loki"]) : toset([])
  to       = module.loki[0].aws_cloudwatch_log_group.this
  id       = each.value
}
