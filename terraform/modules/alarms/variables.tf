variable "project_name" {
  description = "Name of the cluster; prefix of everything that is created."
  type        = string
  nullable    = false
}

variable "aws" {
  description = "Account, partition and region of the environment."
  type        = object({ account_id = string, partition = string, region = string })
  nullable    = false
}

variable "ecs_cluster_name" {
  description = "Name of the ECS cluster."
  type        = string
  nullable    = false
}

variable "sns_topic_arn" {
  description = "Topic that alarms and failed deployments are sent to; its policy has to let cloudwatch.amazonaws.com and events.amazonaws.com publish. null: alarms only change their state, and failed deployments aren't reported."
  type        = string
  default     = null

  validation {
    condition     = var.sns_topic_arn == null || can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.sns_topic_arn))
    error_message = "sns_topic_arn is the ARN of a standard SNS topic."
  }
}

variable "loki" {
  description = "Loki's ECS service and bucket; null while there is none."
  type        = object({ ecs_service_name = string, bucket = string, desired_count = number })
  default     = null
}

variable "loki_missing_minutes" {
  description = "Minutes that a Loki task may be missing; below the outage budget of the sidecars, above the twenty seconds of a replacement."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.loki_missing_minutes >= 2 && var.loki_missing_minutes <= 60
    error_message = "loki_missing_minutes lies between 2 and 60."
  }
}

variable "utilization_percent" {
  description = "CPU and memory of Loki's tasks above which the alarms are raised, over 15 minutes."
  type        = number
  default     = 85
  nullable    = false

  validation {
    condition     = var.utilization_percent > 0 && var.utilization_percent < 100
    error_message = "utilization_percent lies between 0 and 100."
  }
}

variable "bucket_gigabytes" {
  description = "Size of Loki's bucket, in GB of 10^9 bytes, above which its alarm is raised; null: no alarm."
  type        = number
  default     = null

  validation {
    condition     = var.bucket_gigabytes == null || coalesce(var.bucket_gigabytes, 0) > 0
    error_message = "bucket_gigabytes is above 0."
  }
}

variable "silent_log_groups" {
  description = "Log groups that nothing should write to any more: service to name of the group."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "silent_hours" {
  description = "Hours in a row with new logs in such a group that raise its alarm; a cleanup moves service by service and takes a while."
  type        = number
  default     = 6
  nullable    = false

  validation {
    condition     = var.silent_hours >= 1 && var.silent_hours <= 24
    error_message = "silent_hours lies between 1 and 24: CloudWatch evaluates one day at most."
  }
}

variable "prometheus_workspace_id" {
  description = "Amazon Managed Prometheus workspace of the rules."
  type        = string
  nullable    = false
}

variable "amp_rule_namespaces" {
  description = "Prometheus rule files (YAML) by the name of their namespace, as rendered to rules/amp/<name>.yaml."
  type        = map(string)
  default     = {}
  nullable    = false
}
