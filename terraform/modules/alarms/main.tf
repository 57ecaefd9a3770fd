# What only AWS sees. What Loki, Alloy and the services say of themselves is watched by the Prometheus rules.
locals {
  actions = var.sns_topic_arn == null ? [] : [var.sns_topic_arn]
  loki    = var.loki == null ? {} : { loki = var.loki }

  utilization = { for pair in setproduct(keys(local.loki), ["CPU", "Memory"]) : pair[1] => {
    metric  = "${pair[1]}Utilization"
    service = local.loki[pair[0]].ecs_service_name
  } }
}

# Each running task reports its CPU once a minute, so the number of samples is the number of tasks, without Container Insights.
resource "aws_cloudwatch_metric_alarm" "running" {
  for_each = local.loki

  alarm_name          = "${var.project_name}-loki-tasks-missing"
  alarm_description   = "Fewer Loki tasks run than the ${each.value.desired_count} wanted. Sidecars buffer for the outage budget; after it, lines are lost."
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  dimensions          = { ClusterName = var.ecs_cluster_name, ServiceName = each.value.ecs_service_name }
  statistic           = "SampleCount"
  period              = 60
  evaluation_periods  = var.loki_missing_minutes
  datapoints_to_alarm = var.loki_missing_minutes
  comparison_operator = "LessThanThreshold"
  threshold           = each.value.desired_count
  # No task, no samples: that is the worst case, not an unknown one.
  treat_missing_data = "breaching"
  alarm_actions      = local.actions
  ok_actions         = local.actions
}

resource "aws_cloudwatch_metric_alarm" "utilization" {
  for_each = local.utilization

  alarm_name          = "${var.project_name}-loki-${lower(each.key)}"
  alarm_description   = "Loki's tasks use more than ${var.utilization_percent} % of their ${each.key == "CPU" ? "CPU" : "memory"}: the declared ingest rate is outgrown, or a query is too wide."
  namespace           = "AWS/ECS"
  metric_name         = each.value.metric
  dimensions          = { ClusterName = var.ecs_cluster_name, ServiceName = each.value.service }
  statistic           = "Average"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.utilization_percent
  treat_missing_data  = "missing"
  alarm_actions       = local.actions
  ok_actions          = local.actions
}

# S3 reports it once a day.
resource "aws_cloudwatch_metric_alarm" "bucket" {
  for_each = { for name, each in local.loki : name => each if var.bucket_gigabytes != null }

  alarm_name          = "${var.project_name}-loki-bucket"
  alarm_description   = "Loki's bucket holds more than ${coalesce(var.bucket_gigabytes, 0)} GB: more is written than planned, or retention doesn't delete."
  namespace           = "AWS/S3"
  metric_name         = "BucketSizeBytes"
  dimensions          = { BucketName = each.value.bucket, StorageType = "StandardStorage" }
  statistic           = "Average"
  period              = 86400
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = coalesce(var.bucket_gigabytes, 0) * 1000000000
  treat_missing_data  = "missing"
  alarm_actions       = local.actions
  ok_actions          = local.actions
}

# A service that was moved and cleaned up writes nothing to CloudWatch any more; what still comes is paid twice.
resource "aws_cloudwatch_metric_alarm" "ingestion" {
  for_each = var.silent_log_groups

  alarm_name          = "${var.project_name}-cloudwatch-${each.key}"
  alarm_description   = "${each.value} still receives logs although ${each.key} has been cleaned up: a task runs an old revision, or something else writes there."
  namespace           = "AWS/Logs"
  metric_name         = "IncomingBytes"
  dimensions          = { LogGroupName = each.value }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = var.silent_hours
  datapoints_to_alarm = var.silent_hours
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.actions
  ok_actions          = local.actions
}

# No metric says that a deployment failed; ECS sends an event.
resource "aws_cloudwatch_event_rule" "deployment_failed" {
  count = length(local.actions)

  name        = "${var.project_name}-deployment-failed"
  description = "A deployment in ${var.ecs_cluster_name} failed"
  event_pattern = jsonencode({
    source        = ["aws.ecs"]
    "detail-type" = ["ECS Deployment State Change"]
    detail        = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] }
    resources     = [{ prefix = "arn:${var.aws.partition}:ecs:${var.aws.region}:${var.aws.account_id}:service/${var.ecs_cluster_name}/" }]
  })
}

resource "aws_cloudwatch_event_target" "deployment_failed" {
  count = length(local.actions)

  rule = aws_cloudwatch_event_rule.deployment_failed[0].name
  arn  = local.actions[0]

  input_transformer {
    input_paths    = { service = "$.resources[0]", reason = "$.detail.reason", deployment = "$.detail.deploymentId" }
    input_template = "\"Deployment <deployment> of <service> failed: <reason>\""
  }
}

# Alerting and recording rules of the Prometheus workspace, one namespace a file.
resource "aws_prometheus_rule_group_namespace" "this" {
  for_each = var.amp_rule_namespaces

  name         = "${var.project_name}-${each.key}"
  workspace_id = var.prometheus_workspace_id
  data         = each.value

  lifecycle {
    precondition {
      condition     = can([for group in yamldecode(each.value).groups : [group.name, [for rule in group.rules : rule.expr]]])
      error_message = "Rule namespace ${each.key} is no Prometheus rule file: expected groups, each with a name and rules, each of these with an expr."
    }
  }
}
