# The values are rendered from environments/<environment>: terraform.tfvars.json. Only what isn't in there has a default.

variable "environment" {
  description = "Name of the environment, such as dev."
  type        = string
  nullable    = false
}

variable "project_name" {
  description = "Name of the cluster; prefix of everything that is created."
  type        = string
  nullable    = false
}

variable "aws_region" {
  description = "Region of the environment."
  type        = string
  nullable    = false
}

variable "aws_account_id" {
  description = "The only account that the stack may be applied to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "aws_account_id has 12 digits."
  }
}

variable "aws_partition" {
  description = "aws, aws-cn or aws-us-gov."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["aws", "aws-cn", "aws-us-gov"], var.aws_partition)
    error_message = "aws_partition is aws, aws-cn or aws-us-gov."
  }
}

variable "ecs_cluster_name" {
  description = "Name of the ECS cluster, which exists already."
  type        = string
  nullable    = false
}

variable "capacity_provider" {
  description = "Capacity provider of the cluster with its EC2 instances (ARM64)."
  type        = string
  nullable    = false
}

variable "service_connect_namespace" {
  description = "Cloud Map HTTP namespace of the cluster, which exists already."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "VPC of the cluster."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids needs at least one subnet."
  }
}

variable "s3_vpc_endpoint_id" {
  description = "Gateway endpoint for S3 that the subnets route through; Loki's bucket is closed to objects from anywhere else."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.s3_vpc_endpoint_id, "vpce-")
    error_message = "s3_vpc_endpoint_id is the id of an endpoint, vpce-…: with anything else nobody could read Loki's bucket."
  }
}

variable "prometheus_workspace_id" {
  description = "Amazon Managed Prometheus workspace that the sidecars write to."
  type        = string
  nullable    = false
}

variable "phase" {
  description = "Phase of the migration: baseline, infrastructure, rollout, validation or cleanup."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["baseline", "infrastructure", "rollout", "validation", "cleanup"], var.phase)
    error_message = "phase is baseline, infrastructure, rollout, validation or cleanup."
  }
}

variable "loki_enabled" {
  description = "Whether Loki exists; it does from phase infrastructure on."
  type        = bool
  nullable    = false

  validation {
    condition     = var.loki_enabled == (var.phase != "baseline")
    error_message = "loki_enabled has to be true from phase infrastructure on and false before."
  }
}

variable "loki_image" {
  description = "Loki image; the container definitions name the same one."
  type        = string
  nullable    = false
}

variable "loki_cpu" {
  description = "CPU units of a Loki task (1024 are one vCPU)."
  type        = number
  nullable    = false
}

variable "loki_memory" {
  description = "Memory of a Loki task in MiB."
  type        = number
  nullable    = false
}

variable "loki_count" {
  description = "Number of Loki tasks."
  type        = number
  nullable    = false

  validation {
    condition     = var.loki_count >= 1 && (var.loki_count == 1 || var.loki_topology == "replicated")
    error_message = "loki_count is 1 with loki_topology single, whose ring lives in memory: two such tasks would each answer with half of the logs."
  }
}

variable "loki_topology" {
  description = "single (ring in memory) or replicated (memberlist)."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["single", "replicated"], var.loki_topology)
    error_message = "loki_topology is single or replicated."
  }
}

variable "loki_retention_days" {
  description = "Days that Loki keeps logs."
  type        = number
  nullable    = false

  validation {
    condition     = var.loki_retention_days >= 1 && floor(var.loki_retention_days) == var.loki_retention_days
    error_message = "loki_retention_days is a whole number of days, at least 1."
  }
}

variable "loki_launch_type" {
  description = "EC2 or FARGATE, for Loki's own tasks."
  type        = string
  default     = "EC2"
  nullable    = false
}

variable "loki_replacement_pause_seconds" {
  description = "How long after one replica was replaced the next has to be left alone: two at once make queries return part of the data. Loki's readiness keeps it."
  type        = number
  default     = 0
  nullable    = false
}

variable "loki_chunk_expiration_days" {
  description = "Age in days at which the bucket deletes chunks; null: two days after retention."
  type        = number
  default     = null
}

variable "loki_wal_efs_file_system_id" {
  description = "EFS file system of Loki's write-ahead log, with loki_wal_storage efs."
  type        = string
  default     = null
}

variable "loki_wal_efs_access_point_id" {
  description = "EFS access point with owner 10001:10001, with loki_wal_storage efs."
  type        = string
  default     = null
}

variable "loki_wal_ebs_gigabytes" {
  description = "Size of the volume in GiB, with loki_wal_storage ebs."
  type        = number
  default     = null
}

variable "loki_bucket_name" {
  description = "Name of the bucket for chunks and index."
  type        = string
  nullable    = false
}

variable "loki_bucket_force_destroy" {
  description = "Whether going back to baseline deletes the logs in Loki's bucket; otherwise a bucket that isn't empty stops it. Takes effect with the apply after the one that sets it."
  type        = bool
  default     = false
  nullable    = false
}

variable "loki_wal_storage" {
  description = "Where Loki's write-ahead log lies: host (survives the task) or ephemeral (doesn't)."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["host", "ephemeral"], var.loki_wal_storage)
    error_message = "loki_wal_storage is host or ephemeral: ECS deletes the EBS volumes that it manages for a service together with the task, and EFS isn't set up by this stack."
  }
}

variable "loki_container_definitions" {
  description = "Container definitions of Loki's task as the JSON string that ECS takes."
  type        = string
  nullable    = false
}

variable "alloy_image" {
  description = "Alloy image of the environment. Container definitions carry it; a service may try another one."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("(:[^:/]+|@sha256:[0-9a-f]{64})$", var.alloy_image)) && !endswith(var.alloy_image, ":latest")
    error_message = "alloy_image needs an exact version."
  }
}

variable "services" {
  description = "Services of the cluster as rendered from the desired state, by their key. A variant's volumes map a name to a host path, empty for a volume that lives as long as the task."
  type = map(object({
    container          = string
    family             = string
    cpu                = number
    memory             = number
    desired_count      = number
    launch_type        = string
    ports              = map(number)
    service_connect    = list(object({ port_name = string, dns_name = string, port = number }))
    log_group          = string
    log_retention_days = number
    variants           = map(object({ container_definitions = string, volumes = map(string) }))
    target_variant     = string
  }))
  nullable = false

  validation {
    condition     = alltrue([for each in var.services : contains(["EC2", "FARGATE"], each.launch_type)])
    error_message = "launch_type is EC2 or FARGATE."
  }

  validation {
    condition     = alltrue(flatten([for each in var.services : [for variant in keys(each.variants) : contains(["adot", "alloy", "plain"], variant)]]))
    error_message = "The variants of a service are adot, alloy and plain."
  }

  validation {
    condition     = alltrue([for each in var.services : contains(keys(each.variants), each.target_variant)])
    error_message = "target_variant is one of the service's variants: ${join(", ", [for name, each in var.services : name if !contains(keys(each.variants), each.target_variant)])}."
  }

  validation {
    condition     = contains(["rollout", "validation", "cleanup"], var.phase) || alltrue([for each in var.services : each.target_variant != "alloy"])
    error_message = "No service moves to Alloy before phase rollout, this is ${var.phase}."
  }

  validation {
    condition     = length(distinct([for each in var.services : each.family])) == length(var.services)
    error_message = "Two services share a task definition family."
  }

  validation {
    condition     = alltrue([for each in var.services : length(each.family) <= 54])
    error_message = "A family has at most 54 characters: role names are made from it, and IAM allows 64."
  }
}
