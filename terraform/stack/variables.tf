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

variable "log_group_prefix" {
  description = "What the name of every log group of the cluster begins with, such as /ecs/dev/: a group that is there already is taken over."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^/.+/$", var.log_group_prefix))
    error_message = "log_group_prefix begins and ends with a slash, such as /ecs/dev/."
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

variable "loki" {
  description = "Loki as rendered from the desired state, see modules/loki; null in phase baseline, where there is none."
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
    wal                       = object({ storage = string, efs = optional(object({ file_system_id = string, access_point_id = string })), ebs_gigabytes = optional(number) })
    replacement_pause_seconds = optional(number)
    container_definitions     = string
  })

  validation {
    condition     = (var.loki == null) == (var.phase == "baseline")
    error_message = "loki has to be described from phase infrastructure on, and to be null before."
  }
}

variable "loki_chunk_days" {
  description = "Days after which Loki's bucket expires chunks, as terraform/bootstrap has set it; empty: not known. The stack refuses to keep logs for longer."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]*$", var.loki_chunk_days))
    error_message = "loki_chunk_days is a number of days, or empty."
  }
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

variable "permissions_boundary_arn" {
  description = "Policy that bounds every role of the stack, as terraform/bootstrap makes it; empty: none. The apply role of bootstrap can't create roles without it."
  type        = string
  default     = ""
  nullable    = false
}

variable "role_path" {
  description = "IAM path of every role of the stack, as terraform/bootstrap has it; empty: /. The apply role of bootstrap makes roles nowhere else."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.role_path == "" || var.role_path == "/" || var.role_path == "/${var.project_name}/"
    error_message = "role_path is /<project_name>/, or / in an environment whose bootstrap knows no path yet."
  }
}

variable "roles_at_root" {
  description = "JSON list of the roles that were made before there was a path and so have none, as terraform/bootstrap finds them; empty: none. Without it they would be replaced, under running tasks."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.roles_at_root == "" || can([for name in jsondecode(var.roles_at_root) : regex("^[A-Za-z0-9._-]+$", name)])
    error_message = "roles_at_root is a JSON list of names of roles."
  }
}

variable "grafana" {
  description = "Grafana as rendered from the desired state, see modules/grafana; null: nothing of Grafana. It needs Loki, so in phase baseline there is none."
  type = object({
    mode                        = string
    name                        = string
    log_group                   = string
    image                       = optional(string)
    launch_type                 = optional(string)
    files                       = optional(map(string))
    environment                 = optional(map(string))
    secrets                     = optional(map(string))
    admin_password_secret_arn   = optional(string)
    loki_password_secret_arn    = optional(string)
    client_security_group_ids   = optional(map(string))
    existing_security_group_ids = optional(map(string))
  })
  default = null
}

variable "alarms_sns_topic_arn" {
  description = "SNS topic for alarms and failed deployments; null: alarms only change their state."
  type        = string
  default     = null
}

variable "alarms_bucket_gigabytes" {
  description = "Size of Loki's bucket in GB above which its alarm is raised; null: no alarm."
  type        = number
  default     = null
}

variable "amp_rule_namespaces" {
  description = "Prometheus rule files (YAML) by the name of their namespace, as rendered to rules/amp/<name>.yaml."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "services" {
  description = "Services of the cluster as rendered from the desired state, by their key. A variant's volumes map a name to a host path, empty for a volume that lives as long as the task."
  type = map(object({
    container              = string
    family                 = string
    cpu                    = number
    memory                 = number
    desired_count          = number
    enable_execute_command = bool
    launch_type            = string
    ports                  = map(number)
    service_connect        = list(object({ port_name = string, dns_name = string, port = number }))
    log_group              = string
    variants               = map(object({ container_definitions = string, volumes = map(string) }))
    target_variant         = string
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
