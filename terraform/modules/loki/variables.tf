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

variable "capacity_provider" {
  description = "Capacity provider that places tasks of launch type EC2; its instances carry the volume of `host` storage."
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
  description = "Days that Loki keeps logs; LOKI_CONFIG has to say the same."
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

variable "chunk_expiration_days" {
  description = "Days after which the bucket expires chunks, should the compactor miss them; null: two days after `retention_days`, which is also the earliest."
  type        = number
  default     = null
}

variable "launch_type" {
  description = "EC2 (the capacity provider) or FARGATE."
  type        = string
  default     = "EC2"
  nullable    = false

  validation {
    condition     = contains(["EC2", "FARGATE"], var.launch_type)
    error_message = "launch_type is EC2 or FARGATE."
  }
}

variable "wal_storage" {
  description = "Where the write-ahead log lies. host: a folder of the instance (EC2 only), outlives the task. efs: outlives task and instance, one task only. ebs: a volume of its own for each task, deleted with it. ephemeral: the task's own disk. With the last two, what wasn't flushed dies with the task."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["host", "ebs", "efs", "ephemeral"], var.wal_storage)
    error_message = "wal_storage is host, ebs, efs or ephemeral."
  }
}

variable "efs" {
  description = "File system and access point (owner 10001:10001) of `efs` storage. Mount targets have to admit the output `security_group_id` on port 2049."
  type        = object({ file_system_id = string, access_point_id = string })
  default     = { file_system_id = "", access_point_id = "" }
  nullable    = false
}

variable "ebs_gigabytes" {
  description = "Size in GiB of each task's volume with `ebs` storage."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.ebs_gigabytes >= 1 && var.ebs_gigabytes <= 16384 && floor(var.ebs_gigabytes) == var.ebs_gigabytes
    error_message = "ebs_gigabytes is a whole number between 1 and 16384."
  }
}

variable "replacement_pause_seconds" {
  description = "Seconds between the replacements of two replicas: until the index of what the old one flushed is synced, queries would silently return part of the data. Loki's readiness keeps it; the module checks that it does."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.replacement_pause_seconds >= 0
    error_message = "replacement_pause_seconds is not negative."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the roles of the module; null: none."
  type        = string
  default     = null
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
