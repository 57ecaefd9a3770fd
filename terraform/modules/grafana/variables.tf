variable "grafana" {
  description = "Grafana as rendered; `name` is that of its ECS service and family, and begins the names of its roles, `log_group` that of its own log. `mode` service: a Grafana of its own on ECS with `image`, provisioned from `files` (path below grafana/provisioning/ to content); `environment` has further GF_… variables, `secrets` those that come from Secrets Manager, by their ARN, `admin_password_secret_arn` the administrator's password, with `:json-key::` behind it where the secret has several values, `loki_password_secret_arn` the password with which it queries Loki, null: none is asked for, and `client_security_group_ids` who may reach port 3000, by a name of your choice. `mode` existing: one that runs already gets access to Loki and the metrics, by its security groups; bootstrap lets its role query."
  type = object({
    mode                        = string
    name                        = string
    log_group                   = string
    image                       = optional(string)
    cpu                         = optional(number, 256)
    memory                      = optional(number, 512)
    launch_type                 = optional(string, "EC2")
    files                       = optional(map(string), {})
    environment                 = optional(map(string), {})
    secrets                     = optional(map(string), {})
    admin_password_secret_arn   = optional(string)
    loki_password_secret_arn    = optional(string)
    client_security_group_ids   = optional(map(string), {})
    existing_security_group_ids = optional(map(string), {})
  })
  nullable = false

  validation {
    condition     = contains(["service", "existing"], var.grafana.mode)
    error_message = "mode of grafana is service or existing."
  }

  validation {
    condition     = contains(["EC2", "FARGATE"], var.grafana.launch_type)
    error_message = "launch_type of grafana is EC2 or FARGATE."
  }

  validation {
    condition     = var.grafana.mode != "service" || (can(regex("(:[^:/]+|@sha256:[0-9a-f]{64})$", var.grafana.image)) && !endswith(coalesce(var.grafana.image, ":latest"), ":latest"))
    error_message = "mode service needs an image of grafana with an exact version."
  }

}

variable "aws" {
  description = "Account, partition and region of the environment."
  type        = object({ account_id = string, partition = string, region = string })
  nullable    = false
}

variable "loki_security_group_id" {
  description = "Security group of Loki's tasks, which lets Grafana in."
  type        = string
  nullable    = false
}

variable "loki_ecs_service_name" {
  description = "Name of Loki's ECS service. Grafana's is created after it: a task doesn't find what came into Service Connect after its start."
  type        = string
  nullable    = false
}

variable "loki_port" {
  description = "HTTP port of Loki."
  type        = number
  default     = 3100
  nullable    = false
}

variable "prometheus_workspace_arn" {
  description = "Amazon Managed Prometheus workspace that Grafana may query."
  type        = string
  nullable    = false
}

variable "ecs_cluster_name" {
  description = "Name of the ECS cluster."
  type        = string
  nullable    = false
}

variable "capacity_provider" {
  description = "Capacity provider that places tasks of launch type EC2."
  type        = string
  nullable    = false
}

variable "service_connect_namespace" {
  description = "Cloud Map HTTP namespace in which Grafana finds `loki`."
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

variable "files_image" {
  description = "Mode service: image with bash, base64 and gunzip that unpacks the files; Alloy's is one that the instances have anyway."
  type        = string
  nullable    = false
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
