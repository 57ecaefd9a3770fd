variable "loki" {
  description = "Loki as rendered: `name` is that of its ECS service, family and security group, `log_group` that of its own log. `desired_count` is more than one only with `topology` replicated. `chunk_expiration_days` is when the bucket expires chunks that the compactor missed, by default and at the earliest two days after `retention_days`. `wal` says where the write-ahead log lies; `efs` names a file system and an access point with owner 10001:10001, whose mount targets have to admit the output `security_group_id` on port 2049; `ebs_gigabytes` is the size of each task's volume in GiB. `replacement_pause_seconds` lie between the replacements of two replicas: until the index of what the old one flushed is synced, queries would silently return part of the data."
  type = object({
    name                      = string
    log_group                 = string
    image                     = string
    cpu                       = number
    memory                    = number
    desired_count             = number
    launch_type               = string
    topology                  = string
    retention_days            = number
    chunk_expiration_days     = optional(number)
    bucket_name               = string
    wal                       = object({ storage = string, efs = optional(object({ file_system_id = string, access_point_id = string })), ebs_gigabytes = optional(number, 20) })
    replacement_pause_seconds = optional(number, 0)
    container_definitions     = string
  })
  nullable = false

  validation {
    condition     = contains(["EC2", "FARGATE"], var.loki.launch_type)
    error_message = "launch_type of loki is EC2 or FARGATE."
  }

  validation {
    condition     = contains(["single", "replicated"], var.loki.topology)
    error_message = "topology of loki is single (one task with its ring in memory) or replicated (several that find each other by memberlist)."
  }

  validation {
    condition     = var.loki.desired_count >= 1 && (var.loki.desired_count == 1 || var.loki.topology == "replicated")
    error_message = "desired_count of loki is 1 with topology single, whose ring lives in memory: two such tasks would each answer with half of the logs."
  }

  validation {
    condition     = var.loki.retention_days >= 1 && floor(var.loki.retention_days) == var.loki.retention_days
    error_message = "retention_days of loki is a whole number of days, at least 1."
  }

  validation {
    condition     = var.loki.replacement_pause_seconds >= 0
    error_message = "replacement_pause_seconds of loki is not negative."
  }

  validation {
    condition     = contains(["host", "ebs", "efs", "ephemeral"], var.loki.wal.storage)
    error_message = "wal.storage of loki is host, ebs, efs or ephemeral."
  }

  validation {
    condition     = var.loki.wal.storage != "host" || var.loki.launch_type == "EC2"
    error_message = "wal.storage host is a folder of an EC2 instance, which Fargate doesn't have: Loki there takes efs, ebs or ephemeral."
  }

  validation {
    condition     = var.loki.wal.storage != "efs" || var.loki.desired_count == 1
    error_message = "wal.storage efs is one folder, and two Loki tasks must not write to the same log: replicas need a volume each, host or ebs."
  }

  validation {
    condition     = var.loki.wal.storage != "efs" || try(startswith(var.loki.wal.efs.file_system_id, "fs-") && startswith(var.loki.wal.efs.access_point_id, "fsap-"), false)
    error_message = "wal.storage efs needs wal.efs: the ids of a file system (fs-…) and of an access point with owner 10001:10001 (fsap-…)."
  }

  validation {
    condition     = var.loki.wal.ebs_gigabytes >= 1 && var.loki.wal.ebs_gigabytes <= 16384 && floor(var.loki.wal.ebs_gigabytes) == var.loki.wal.ebs_gigabytes
    error_message = "wal.ebs_gigabytes of loki is a whole number between 1 and 16384."
  }
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
  description = "Gateway endpoint for S3: Loki's only way to its bucket."
  type        = string
  nullable    = false
}

variable "bucket_chunk_days" {
  description = "Days after which the bucket expires chunks, as terraform/bootstrap has set it; null: not known."
  type        = number
  default     = null
}

variable "roles" {
  description = "Where the roles of the module lie in IAM, such as /demo/, and the policy that bounds them, null: none. IAM can't move a role, so those of `at_root` stay at /."
  type = object({
    path         = optional(string, "/")
    at_root      = optional(set(string), [])
    boundary_arn = optional(string)
  })
  default  = {}
  nullable = false
}
