variable "project_name" {
  description = "Name of the cluster; prefix of everything that is created."
  type        = string
  nullable    = false
}

variable "aws" {
  description = "Account and partition of the environment."
  type        = object({ account_id = string, partition = string })
  nullable    = false
}

variable "ecs_cluster_name" {
  description = "Name of the ECS cluster."
  type        = string
  nullable    = false
}

variable "capacity_provider" {
  description = "Capacity provider that places the tasks; its instances carry the volume of `host` storage."
  type        = string
  nullable    = false
}

variable "service_connect_namespace" {
  description = "Cloud Map HTTP namespace in which sidecars find `loki`."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "VPC of the tasks."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)
  nullable    = false
}

variable "tasks_security_group_id" {
  description = "Security group that every task of the cluster carries; the only source that may reach port 3100."
  type        = string
  nullable    = false
}

variable "prometheus_workspace_arn" {
  description = "Amazon Managed Prometheus workspace that the collector of Loki's own metrics may write to."
  type        = string
  nullable    = false
}

variable "s3_vpc_endpoint_id" {
  description = "Gateway endpoint for S3; objects of the bucket are out of reach from anywhere else."
  type        = string
  nullable    = false
}

variable "image" {
  description = "Loki image that the container definitions have to name."
  type        = string
  nullable    = false
}

variable "cpu" {
  description = "CPU units of a task (1024 are one vCPU)."
  type        = number
  nullable    = false
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number
  nullable    = false
}

variable "desired_count" {
  description = "Number of tasks; more than one needs the replicated topology."
  type        = number
  nullable    = false
}

variable "topology" {
  description = "single: one task with its ring in memory. replicated: several that find each other by memberlist."
  type        = string
  nullable    = false
}

variable "retention_days" {
  description = "Days that Loki keeps logs. The bucket expires chunks two days later, should the compactor miss them."
  type        = number
  nullable    = false
}

variable "bucket_name" {
  description = "Name of the bucket for chunks and index."
  type        = string
  nullable    = false
}

variable "bucket_force_destroy" {
  description = "Whether destroying the bucket deletes the logs in it. Otherwise a bucket that isn't empty stops the destroy."
  type        = bool
  default     = false
  nullable    = false
}

variable "wal_storage" {
  description = "host: a volume of the instance, which outlives the task. ephemeral: gone with the task, and with it what wasn't flushed."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["host", "ephemeral"], var.wal_storage)
    error_message = "wal_storage is host or ephemeral. ECS deletes the EBS volumes that it manages for a service together with the task, and EFS isn't set up by this module."
  }
}

variable "container_definitions" {
  description = "Container definitions of the task as the JSON string that ECS takes, Loki's configuration in LOKI_CONFIG."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that CloudWatch keeps Loki's own log."
  type        = number
  default     = 7
  nullable    = false
}
